using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Cli;

public sealed class OptimizeTests : IClassFixture<OptimizeTests.FittedDemo>
{
    // The published parameters of the 25M model and the warm-up of its runs (Luo et al. 2025, arXiv:2503.12811).
    const string Parameters =
        "optimize --law multi-power --parameters L0=3.04045406,A=0.52468604,alpha=0.50786857,B=363.78751622,C=2.06560812,beta=0.58279013,gamma=0.64142257";

    const string Published = Parameters + " --warmup-sum 0.324 --steps 21840 --peak 3e-4 --floor 0";

    readonly FittedDemo demo;

    public OptimizeTests(FittedDemo demo) => this.demo = demo;

    [Fact]
    public void The_published_law_has_the_smooth_optimum_that_theory_gives()
    {
        // One-dimensional stationarity equation, solved independently: 3.149736 as written, 3.149740 path-consistently.
        var result = Json(Published);

        Assert.Equal(3.149740, Number(result, "loss"), 1e-6);
        Assert.Equal(3.149736, Number(result, "lossLiteral"), 1e-6);
        Assert.InRange(Number(result, "kktResidual"), 0, 1e-9);
        Assert.InRange(Number(result, "iterations"), 1, 100);
        // The decay of 2405 steps: the equation gives a real number.
        Assert.InRange(Number(result, "decayStart"), 21840 - 2408, 21840 - 2403);
    }

    [Fact]
    public void The_law_as_written_prefers_three_drops_and_the_warning_gives_both_losses()
    {
        var run = Invocation.Of([.. Words(Published), "--literal", "--json"]);
        using var result = JsonDocument.Parse(run.Output);

        // The best staircase found by an independent multi-start search.
        Assert.Equal(3.147609, Number(result.RootElement, "loss"), 1e-6);
        Assert.Equal(3.147609, Number(result.RootElement, "lossLiteral"), 1e-6);
        Assert.Contains("3.149740", run.Errors, StringComparison.Ordinal);
        Assert.Contains("warning", run.Errors, StringComparison.Ordinal);
        Assert.Equal(3, ScheduleNotation.Parse(result.RootElement.GetProperty("schedule").GetString()!).ToArray().Distinct().Count() - 1);
    }

    [Fact]
    public void Without_a_covariance_nothing_is_claimed()
    {
        var result = Json(Published);

        Assert.Equal(JsonValueKind.Null, result.GetProperty("lower").ValueKind);
        Assert.All(result.GetProperty("baselines").EnumerateArray(), baseline =>
        {
            Assert.Equal("tied (no covariance)", baseline.GetProperty("verdict").GetString());
            Assert.Equal(JsonValueKind.Null, baseline.GetProperty("lower").ValueKind);
            Assert.True(Number(baseline, "difference") > 0);
        });
    }

    [Fact]
    public void Baselines_have_the_losses_that_other_solvers_give_them()
    {
        // Cosine and WSD to a tenth of the peak, with the same parameters; the two decay lengths tuned on a grid.
        var losses = Json(Published).GetProperty("baselines").EnumerateArray()
            .ToDictionary(baseline => baseline.GetProperty("name").GetString()!, baseline => Number(baseline, "loss"));

        Assert.Equal(3.207204, losses["cosine"], 1e-5);
        Assert.Equal(3.149973, losses["sqrt-cube"], 1e-5);
        Assert.Equal(3.150766, losses["linear-to-zero"], 1e-5);
        Assert.Equal(3.150052, losses["one-minus-sqrt"], 1e-5);
        Assert.True(losses.ContainsKey("wsd") && losses.ContainsKey("wsd-linear"));
    }

    [Fact]
    public void Differences_are_those_of_the_losses()
    {
        var result = Json(Published);

        Assert.All(result.GetProperty("baselines").EnumerateArray(), baseline =>
            Assert.Equal(Number(baseline, "loss") - Number(result, "loss"), Number(baseline, "difference"), 1e-12));
    }

    [Fact]
    public void The_schedule_reads_back_and_has_the_loss_that_is_reported()
    {
        using var scratch = new Scratch();
        var spec = Json($"{Published} --out {scratch["best.csv"]}").GetProperty("schedule").GetString()!;

        var (read, table) = (ScheduleNotation.Parse(spec).ToArray(), ScheduleFile.Read(scratch["best.csv"]).ToArray());

        Assert.Equal(21840, read.Length);
        Assert.Equal(21840, table.Length);
        Assert.InRange(spec.Length, 1, 4000);
        Assert.All(Enumerable.Range(0, 21840), t => Assert.InRange(read[t] / table[t], 0.995, 1.005));
    }

    [Fact]
    public void A_fit_keeps_the_rate_within_what_its_runs_have_seen()
    {
        var result = Json($"optimize {demo.Fit} --steps 24000 --peak 3e-4 --warmup 2000");

        // The cosine, whose limit of 3e-5 is that of the step after its last one.
        Assert.Equal(3e-5, Number(result, "floor"), 1e-10);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("gainOutsideSeen").ValueKind);
        Assert.True(Number(result, "lower") < Number(result, "loss") && Number(result, "loss") < Number(result, "upper"));
        Assert.InRange(ScheduleNotation.Parse(result.GetProperty("schedule").GetString()!)[2000..].ToArray().Min(), 3e-5 * (1 - 1e-9), 3.1e-5);
        Assert.All(result.GetProperty("baselines").EnumerateArray(), baseline => Assert.Equal(
            baseline.GetProperty("verdict").GetString(),
            Number(baseline, "lower") > 0 ? "better" : Number(baseline, "upper") < 0 ? "worse" : "tied"));
        Assert.Contains(result.GetProperty("baselines").EnumerateArray(), baseline => baseline.GetProperty("verdict").GetString() == "better");
    }

    [Fact]
    public void Released_from_the_floor_it_says_how_much_of_the_gain_is_extrapolated()
    {
        var run = Invocation.Of([.. Words($"optimize {demo.Fit} --steps 24000 --peak 3e-4 --warmup 2000 --floor 0"), "--json"]);
        using var result = JsonDocument.Parse(run.Output);

        var share = Number(result.RootElement, "gainOutsideSeen");
        Assert.InRange(share, 0.001, 1);
        Assert.Contains("of the predicted gain", run.Errors, StringComparison.Ordinal);
        Assert.Contains("lowest rate in the fitted runs", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wsd")]
    [InlineData("power")]
    [InlineData("pieces:3")]
    public void A_narrower_shape_ends_no_lower_than_the_free_optimum(string shape) =>
        Assert.True(Number(Json($"{Published} --shape {shape}"), "loss") >= Number(Json(Published), "loss") - 1e-9);

    [Fact]
    public void A_fixed_beginning_is_kept()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["begun"], "warmup(3e-4, 1000) then constant(2e-4, 2000)");
        var spec = Json($"optimize {demo.Fit} --steps 8000 --peak 3e-4 --warmup 1000 --prefix {scratch["begun"]}")
            .GetProperty("schedule").GetString()!;

        var rates = ScheduleNotation.Parse(spec).ToArray();
        Assert.Equal(8000, rates.Length);
        Assert.All(rates[1000..3000], rate => Assert.Equal(2e-4, rate, 1e-12));
    }

    [Fact]
    public void People_get_a_plot_a_table_and_verdicts_and_files_say_where_they_are()
    {
        using var scratch = new Scratch();
        var run = Invocation.Of([.. Words($"optimize {demo.Fit} --steps 24000 --peak 3e-4 --warmup 2000"), "--plot", scratch["best.svg"]]);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("best is better", run.Output, StringComparison.Ordinal);
        Assert.Contains("tied", run.Output, StringComparison.Ordinal);
        Assert.Contains("⠉", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(scratch["best.svg"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("optimize fit.json --peak 3e-4")]
    [InlineData("optimize fit.json --steps 24000")]
    [InlineData("optimize fit.json --steps 24000 --peak 0")]
    [InlineData("optimize fit.json --steps 2e9 --peak 3e-4")]
    [InlineData("optimize fit.json --steps 24000 --peak 3e-4 --shape staircase")]
    [InlineData("optimize fit.json --steps 24000 --peak 3e-4 --shape pieces:0")]
    [InlineData("optimize --steps 24000 --peak 3e-4")]
    [InlineData(Published + " --monotone --may-rise")]
    [InlineData(Published + " --warmup 2160")]
    [InlineData(Published + " --literal --shape wsd")]
    [InlineData("optimize --law multi-power --steps 24000 --peak 3e-4")]
    public void A_wrong_line_exits_2(string line) => Ends(ExitCode.Usage, line);

    [Theory]
    [InlineData("optimize no-such-fit.json --steps 24000 --peak 3e-4")]
    [InlineData(Published + " --prefix no-such-schedule")]
    [InlineData(Parameters + " --steps 1000 --peak 1e300")]
    [InlineData(Parameters + " --steps 1000 --peak 1e-300")]
    [InlineData("optimize --law chinchilla --parameters L0=1,A=400,alpha=0.34 --steps 24000 --peak 3e-4")]
    public void Unusable_input_exits_3(string line) => Ends(ExitCode.InvalidInput, line);

    [Theory]
    [InlineData(Published + " --floor 4e-4")]
    [InlineData(Published + " --shape pieces:3 --max-slope 1e-9")]
    [InlineData(Published + " --prefix constant(4e-4,10)")]
    public void Constraints_that_contradict_each_other_exit_5(string line) =>
        Ends(ExitCode.Infeasible, line.Contains("--floor 4e-4", StringComparison.Ordinal) ? line.Replace(" --floor 0", "", StringComparison.Ordinal) : line);

    [Fact]
    public void A_peak_below_everything_seen_leaves_nothing_to_choose() =>
        Ends(ExitCode.Infeasible, $"optimize {demo.Fit} --steps 24000 --peak 1e-5");

    static void Ends(ExitCode exit, string line)
    {
        var run = Invocation.Of(Words(line));

        Assert.True(exit == run.Exit, $"{run.Exit}: {run.Errors}{run.Output}");
        Assert.Empty(run.Output);
        Assert.Matches("[.?]\n", run.Errors);
    }

    static JsonElement Json(string line)
    {
        var run = Invocation.Of([.. Words(line), "--json"]);
        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A fit of one law to the shipped runs, in a file.</summary>
    public sealed class FittedDemo : IDisposable
    {
        readonly Scratch scratch = new();

        public FittedDemo()
        {
            var run = Invocation.Of(
                "fit", Path.Combine(ArchitectureTests.Root, "data", "simulated", "runs.yaml"), "--law", "path-multi-power", "--out", Fit, "--quiet");
            Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        }

        public string Fit => scratch["fit.json"];

        public void Dispose() => scratch.Dispose();
    }
}
