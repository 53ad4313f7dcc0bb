using System.Diagnostics;
using System.Globalization;
using Anneal.Dialects;
using Anneal.Schedules;
using Anneal.Tests.Cli;

namespace Anneal.Tests.Dialects;

/// <summary>
/// Exports are run: a one-parameter model is trained with each, from the start and resumed at every update, and every rate is compared.
/// Frameworks that end in PyTorch run with PyTorch; what others lend to an export stands in drive.py.
/// </summary>
public sealed class PythonTests : IDisposable
{
    static readonly string[] Specs =
    [
        "linear(0, 3e-4, 10) then cosine(3e-4, 3e-5, 50)",
        "wsd(6e-4, 0, 5, 60, 20, one-minus-sqrt)",
        "wsd(6e-4, 6e-6, 0, 40, 15, power(1.7)) then 0.5 * square(1e-3, 1e-5, 9) then sqrt-cube(1e-3, 0, 11)",
        "linear(0, 3e-4, 6) then inverse-sqrt(3e-4, 6, 20) then exponential(1e-4, 1e-6, 14)",
        "step-decay(1e-3, 0.3, 7, 20) then 0.1 * cyclic(1e-4, 1e-2, 4, 21) then cosine-restarts(1e-3, 1e-5, 6, 19)",
        "cosine-restarts(1e-3, 1e-5, 5, 40, 2) then multi-stage([1e-4, 5e-5], [3, 4])",
        "warmup(1e-3, 7)[2..] then tabulated([1e-4, 0.30000000000000004e-3, 5e-324, 0, 7e-4]) then cosine(1e-3, 1e-5, 40)[5..30]",
        "constant(0, 5)",
        "cosine(3e-4, 3e-5, 1)",
    ];

    // What PyTorch multiplies from update to update.
    static readonly string[] StockTexts =
    [
        "lr = 1e-3\nsteps = 60\nscheduler = SequentialLR(optimizer, [LinearLR(optimizer, 1/3, 1, 10), CosineAnnealingLR(optimizer, 50, 1e-4)], milestones=[10])\n",
        "lr = 1e-3\nsteps = 60\nscheduler = CosineAnnealingLR(optimizer, T_max=25, eta_min=1e-5)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = OneCycleLR(optimizer, max_lr=1e-3, total_steps=61)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = OneCycleLR(optimizer, max_lr=1e-3, total_steps=61, pct_start=0.25, anneal_strategy='linear', three_phase=True)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = ChainedScheduler([ConstantLR(optimizer, .1, 20), ExponentialLR(optimizer, .97)])\n",
        "lr = 1e-3\nsteps = 60\nscheduler = StepLR(optimizer, 7, 0.5)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = MultiStepLR(optimizer, [5, 20, 21], 0.5)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = PolynomialLR(optimizer, total_iters=40, power=1.5)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = CosineAnnealingWarmRestarts(optimizer, T_0=7, T_mult=2, eta_min=1e-5)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = CyclicLR(optimizer, base_lr=1e-4, max_lr=1e-3, step_size_up=6, step_size_down=9, mode='triangular2', cycle_momentum=False)\n",
        "lr = 1e-3\nsteps = 60\nscheduler = LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters=45)\n",
    ];

    readonly Scratch scratch = new();

    public static TheoryData<string> Targets => [.. Exports.Targets.Where(target => IsPython(target)).Select(target => target.Name)];

    public void Dispose() => scratch.Dispose();

    [Theory, MemberData(nameof(Targets))]
    public void An_export_gives_the_same_rates_from_the_start_and_from_every_checkpoint(string target)
    {
        var python = Torch(target);
        var schedules = Specs.Select(ScheduleNotation.Parse).ToArray();
        for (var i = 0; i < schedules.Length; i++) File.WriteAllText(scratch[$"case{i}.py"], Exports.Write(schedules[i], target, new() { Form = ExportForm.Code }).Text);

        var points = target is "pytorch" or "optax" ? Exports.Write(schedules[0], target, new() { Points = 16 }) : null;
        if (points is not null) File.WriteAllText(scratch["points.py"], points.Text);

        Run(python, Driver, target, scratch.Folder);

        for (var i = 0; i < schedules.Length; i++) Compare(schedules[i].ToArray(), $"case{i}.rates", (rate, peak) => 1e-12 * Math.Max(rate, 1e-3 * peak), Specs[i]);
        if (points is not null) Compare(schedules[0].ToArray(), "points.rates", (_, _) => points.MaxError * (1 + 1e-9), "points");
    }

    [Fact]
    public void Stock_schedulers_give_the_rates_that_are_read_from_their_arguments()
    {
        var python = Torch("stock");
        string[] texts =
        [
            .. StockTexts,
            .. ((string[])["linear(3e-5, 3e-4, 10) then cosine(3e-4, 3e-5, 50)", "linear(0, 3e-4, 10) then constant(3e-4, 20) then linear(3e-4, 0, 30)"])
                .Select(spec => Exports.Write(ScheduleNotation.Parse(spec), "pytorch", new() { Form = ExportForm.Stock }).Text),
        ];
        for (var i = 0; i < texts.Length; i++) File.WriteAllText(scratch[$"case{i}.txt"], texts[i]);

        Run(python, Driver, "stock", scratch.Folder);

        for (var i = 0; i < texts.Length; i++) Compare(Exports.Read(texts[i], "pytorch").ToArray(), $"case{i}.rates", (_, peak) => 1e-9 * peak, texts[i]);
    }

    [Fact]
    public void Every_file_compiles()
    {
        var python = Python("import sys") ?? throw Skipped("no python3 is installed");
        var files = new List<string>();
        foreach (var target in Exports.Targets.Where(IsPython))
        {
            for (var i = 0; i < Specs.Length; i++)
            {
                files.Add(scratch[$"{target.Name}{i}.py"]);
                File.WriteAllText(files[^1], Exports.Write(ScheduleNotation.Parse(Specs[i]), target.Name, new() { Form = ExportForm.Code }).Text);
            }
        }

        Run(python, ["-m", "py_compile", .. files]);
        Assert.True(files.Count >= 11 * Specs.Length);
    }

    void Compare(double[] rates, string file, Func<double, double, double> tolerance, string what)
    {
        var lines = File.ReadAllLines(scratch[file]);
        Assert.Equal(what.Contains("CyclicLR", StringComparison.Ordinal) ? 1 : rates.Length, lines.Length);
        var peak = rates.Max();
        for (var k = 0; k < lines.Length; k++)
        {
            var theirs = Array.ConvertAll(lines[k].Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(rates.Length - k, theirs.Length);
            for (var t = k; t < rates.Length; t++)
            {
                var off = Math.Abs(rates[t] - theirs[t - k]);
                Assert.True(off <= tolerance(rates[t], peak), FormattableString.Invariant($"{what}: resumed at {k}, update {t} has {theirs[t - k]:R} and not {rates[t]:R}"));
            }
        }
    }

    static bool IsPython(ExportTarget target) => target.Forms.Contains(ExportForm.Code) && target.Name is not ("csv" or "json");

    static string Driver => Path.Combine(ArchitectureTests.Root, "tests", "Anneal.Tests", "Dialects", "drive.py");

    static string Torch(string target) => target switch
    {
        "megatron" or "olmo-core" or "nanogpt" => Python("import sys") ?? throw Skipped("no python3 is installed"),
        "optax" or "keras" => Python("import numpy") ?? throw Skipped("no python3 here has NumPy (Debian: apt-get install python3-numpy)"),
        _ => Python("import torch, numpy") ?? throw Skipped("no python3 here has PyTorch (Debian: apt-get install python3-torch)"),
    };

    static InvalidOperationException Skipped(string why)
    {
        Assert.Skip($"Exports are not run: {why}.");
        return new InvalidOperationException();
    }

    // Debian's own comes first: another python3 on the path need not see its packages.
    static string? Python(string import) => Found.GetOrAdd(import, static import =>
        Array.Find(["/usr/bin/python3", "python3"], python => Start(python, ["-c", import]) is (0, _)));

    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string?> Found = new(StringComparer.Ordinal);

    static void Run(string python, params string[] arguments)
    {
        var (exit, errors) = Start(python, arguments) ?? (-1, "it could not be started");
        Assert.True(exit == 0, errors);
    }

    static (int Exit, string Errors)? Start(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            _ = output.Result;
            return (process.ExitCode, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
