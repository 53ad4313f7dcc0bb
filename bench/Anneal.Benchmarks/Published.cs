using System.Globalization;
using Anneal.Curves;
using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>The multi-power law's published parameters, schedules and, where they are present, curves (Luo et al. 2025, arXiv:2503.12811).</summary>
static class Published
{
    public const double Peak = 3e-4;
    const int Warmup = 2160;

    /// <summary>L0, A, alpha, B, C, beta, gamma of the 25M model, from the public repository.</summary>
    public static double[] Theta { get; } = [3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257];

    public static RatePath Cosine(int steps) => new(Ramp().Then(new Cosine(Peak, 3e-5, steps - Warmup)));

    static Schedule Ramp() => new Linear(0, Peak, Warmup - 1).Then(new Constant(Peak, 1));

    static Schedule Schedule(string run) => Ramp().Then(run switch
    {
        "constant_24000" => new Constant(Peak, 24000 - Warmup),
        "wsdcon_9" => new Constant(Peak, 8000 - Warmup).Then(new Constant(9e-5, 8000)),
        _ => new Cosine(Peak, 3e-5, 24000 - Warmup),
    });

    /// <summary>The three training curves, and what they are: public logs if they are beside the checkout, else the demo's simulated runs.</summary>
    public static (TrainingRun[] Runs, string Name, string[] Files) Curves()
    {
        var shared = Environment.GetEnvironmentVariable("ANNEAL_CURVES") ?? Path.Combine(Machine.Root, "..", "shared", "curves");
        var folder = Path.Combine(shared, "mpl_25");
        if (Directory.Exists(folder))
        {
            string[] names = ["cosine_24000", "constant_24000", "wsdcon_9"];
            string[] files = [.. names.Select(name => Path.Combine(folder, name + ".csv"))];
            return ([.. names.Select((name, i) => Read(name, Schedule(name), files[i]))], "public 25M curves", files);
        }

        var demo = Path.Combine(Machine.Root, "data", "demo");
        var paths = new[] { "cosine", "constant", "two-stage-9e-5" }.Select(name => Path.Combine(demo, name + ".csv")).ToArray();
        return ([.. Formats.Runs.Read([Path.Combine(demo, "runs.yaml")]).Runs], "simulated demo curves", paths);
    }

    static TrainingRun Read(string name, Schedule schedule, string file)
    {
        var rows = File.ReadLines(file).Skip(1).Select(line => line.Split(',')).ToArray();
        int[] steps = [.. rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))];
        double[] loss = [.. rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))];
        return new TrainingRun(name, schedule, new LossCurve(steps, loss).Between(0, schedule.Steps - 1)) { WarmupSteps = Warmup };
    }
}
