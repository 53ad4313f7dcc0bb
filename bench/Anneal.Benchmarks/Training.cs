using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Benchmarks;

/// <summary>Steps of training against PyTorch's: the same model, batch and threads, in turn in the same run.</summary>
static class Training
{
    /// <summary>The first argument of a process that only trains: model, batch and threads follow, and it prints its peak memory in MiB.</summary>
    public const string Child = "--train";

    const int Rounds = 6;
    const int StepsPerRound = 2;
    const int MemorySteps = 5;

    public static void Ask(Report report)
    {
        report.Section(
            "Training a transformer, float32",
            $"A step is forward, backward and AdamW on one batch. Ours and PyTorch's take turns, {Rounds} times {StepsPerRound} steps after a "
            + "warm-up; the minimum is given, which is the best estimate on a machine that does other things. Products are those with "
            + "weights, done alone; memory is the peak of a process that does nothing but five such steps, its runtime included.");
        report.Table(
            "model", "threads", "tokens/s", "PyTorch", "ours / PyTorch", "products, GFLOP/s", "PyTorch", "ratio", "share of step", "PyTorch", "MiB", "PyTorch");
        string? about = null;
        foreach (var threads in new[] { 1, 2 }.Where(n => n <= Environment.ProcessorCount))
        {
            about = Compare(report, new(256, 128, 128, 5, 4), 16, threads) ?? about;
            about = Compare(report, new(256, 256, 256, 4, 8), 8, threads) ?? about;
        }

        report.Line("");
        report.Line(about ?? "PyTorch was not found: `apt-get install python3-torch libopenblas0-pthread`.");
    }

    static string? Compare(Report report, TransformerConfig config, int sequences, int threads)
    {
        using var team = new WorkerTeam(threads);
        var step = Step(config, sequences, team);
        var products = Products(config, sequences, team, out var flops);
        using var peer = Peer.Start(config, sequences, threads);
        var about = peer?.Ask("about");
        Warm(step, products);
        peer?.Ask($"step {MemorySteps}");
        var memory = peer?.Seconds("peak");
        peer?.Ask($"products {MemorySteps}");
        var (ours, theirs, oursAlone, theirsAlone) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            // Threads of the other side may still be looking for work.
            Thread.Sleep(50);
            ours = Math.Min(ours, Timing.Cold(step, StepsPerRound).Min / 1e3);
            oursAlone = Math.Min(oursAlone, Timing.Cold(products, StepsPerRound).Min / 1e3);
            if (peer is null) continue;
            Thread.Sleep(50);
            theirs = Math.Min(theirs, peer.Seconds($"step {StepsPerRound}"));
            theirsAlone = Math.Min(theirsAlone, peer.Seconds($"products {StepsPerRound}"));
        }

        var tokens = sequences * config.Context;
        report.Row(
            $"{config.ParameterCount / 1e6:F1} M, {sequences} × {config.Context} tokens", $"{threads}",
            Report.Number(tokens / ours), peer is null ? "" : Report.Number(tokens / theirs), peer is null ? "" : Report.Ratio(theirs, ours),
            Report.Number(flops / oursAlone / 1e9), peer is null ? "" : Report.Number(flops / theirsAlone / 1e9),
            peer is null ? "" : Report.Ratio(theirsAlone, oursAlone), $"{oursAlone / ours:P0}", peer is null ? "" : $"{theirsAlone / theirs:P0}",
            Report.Number(Memory(config, sequences, threads)), memory is null ? "" : Report.Number(memory.Value));
        return about is null ? null : Describe(about);
    }

    /// <summary>Trains a few steps and prints the most memory that the process ever held, in MiB.</summary>
    /// <param name="numbers">Vocabulary, context, width, depth, heads, sequences, threads.</param>
    public static int Train(ReadOnlySpan<string> numbers)
    {
        var n = Array.ConvertAll(numbers.ToArray(), text => int.Parse(text, CultureInfo.InvariantCulture));
        using var team = new WorkerTeam(n[6]);
        var step = Step(new(n[0], n[1], n[2], n[3], n[4]), n[5], team);
        for (var i = 0; i < MemorySteps; i++) step();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine((process.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    static double Memory(TransformerConfig config, int sequences, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Child);
        int[] numbers = [config.Vocabulary, config.Context, config.Width, config.Depth, config.Heads, sequences, threads];
        foreach (var number in numbers) start.ArgumentList.Add($"{number}");
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    static void Warm(Action step, Action products)
    {
        // Longer than the compiler's tiers take.
        Timing.Of(step, 1);
        Timing.Of(products, 1);
    }

    static string Describe(string about)
    {
        using var document = JsonDocument.Parse(about);
        var blas = string.Join(", ", document.RootElement.GetProperty("blas").EnumerateArray().Select(path => $"`{path.GetString()}`"));
        return $"PyTorch {document.RootElement.GetProperty("version").GetString()} with {blas}; our kernel: {MicroKernel.Best.GetType().Name}.";
    }

    static Action Step(TransformerConfig config, int sequences, WorkerTeam team)
    {
        var model = new Transformer(config, sequences, new Seed(1), team);
        var optimizer = new AdamW(model.Parameters, team);
        var batch = new Batch(sequences, model.Shape);
        var numbers = new RandomNumbers(new Seed(2));
        for (var i = 0; i < batch.Tokens.Length; i++)
            (batch.Tokens[i], batch.Targets[i]) = ((int)(numbers.NextUniform() * config.Vocabulary), (int)(numbers.NextUniform() * config.Vocabulary));
        return () =>
        {
            model.ClearGradient();
            model.LossAndGradient(batch);
            optimizer.Step(new(1e-3));
        };
    }

    static Action Products(TransformerConfig config, int sequences, WorkerTeam team, out double flops)
    {
        var (rows, width, product) = (sequences * config.Context, config.Width, new MatrixProduct(team));
        var shapes = new[] { (width, width, 4 * config.Depth), (width, config.Hidden, config.Depth), (config.Hidden, width, config.Depth), (width, config.Vocabulary, 1) };
        flops = shapes.Sum(shape => 6.0 * rows * shape.Item1 * shape.Item2 * shape.Item3);
        var work = shapes.Select(shape => (
            X: new Matrix(Floats.New((long)rows * shape.Item1), rows, shape.Item1), W: new Matrix(Floats.New((long)shape.Item1 * shape.Item2), shape.Item1, shape.Item2),
            Y: new Matrix(Floats.New((long)rows * shape.Item2), rows, shape.Item2), Count: shape.Item3)).ToList();
        return () =>
        {
            foreach (var (x, w, y, count) in work)
            {
                for (var i = 0; i < count; i++)
                {
                    product.Multiply(x, w, y);
                    product.Multiply(y, w.Transposed, x);
                    product.Multiply(x.Transposed, y, w);
                }
            }
        };
    }

    /// <summary>PyTorch in a process of its own that does what it is asked.</summary>
    sealed class Peer(Process process) : IDisposable
    {
        public static Peer? Start(TransformerConfig config, int sequences, int threads)
        {
            var start = new ProcessStartInfo("/usr/bin/python3")
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.ArgumentList.Add(Path.Combine(Machine.Root, "tools", "bench", "transformer.py"));
            int[] numbers = [config.Vocabulary, config.Context, config.Width, config.Depth, config.Heads, config.Hidden, sequences, threads];
            foreach (var number in numbers) start.ArgumentList.Add($"{number}");
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = $"{threads}";
            if (!File.Exists(start.FileName)) return null;
            var peer = new Peer(Process.Start(start)!);
            if (peer.Ask("about") is not null) return peer;
            peer.Dispose();
            return null;
        }

        public string? Ask(string request)
        {
            try
            {
                process.StandardInput.WriteLine(request);
                process.StandardInput.Flush();
            }
            catch (IOException)
            {
                return null;
            }

            return process.StandardOutput.ReadLine();
        }

        public double Seconds(string request) =>
            double.Parse(Ask(request) ?? throw new InvalidOperationException(process.StandardError.ReadToEnd()), CultureInfo.InvariantCulture);

        public void Dispose()
        {
            process.StandardInput.Dispose();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
