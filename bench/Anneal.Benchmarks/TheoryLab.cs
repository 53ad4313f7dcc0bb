using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Benchmarks;

/// <summary>Optimal control of random features against all modes one by one; convex bounds against every beginning by itself.</summary>
static class TheoryLab
{
    const long Modes = 1_000_000;

    public static void Ask(Report report)
    {
        Control(report);
        Bounds(report);
    }

    static void Control(Report report)
    {
        const int Steps = 2048;
        report.Section(
            "Optimal control of the random-feature model",
            $"Loss after T updates and its gradient in all T rates; a = 1.5, b = 3, batch 4, {Modes:N0} modes. The twin takes the same "
            + "recursion and adjoint over modes one by one, timed at 10,000 and 100,000 of them and multiplied.");
        report.Table("T", "how", "ms", "twin / this", "loss");
        var rates = new Linear(1, 0, Steps).ToArray();
        var slopes = new double[Steps];
        var twin = 0.0;
        foreach (var modes in (int[])[10_000, 100_000])
        {
            var dense = new RandomFeatureGradient(Model(PowerLawSpectrum.Exact(1.5, 3, modes)), Steps, segment: 46);
            var loss = 0.0;
            var time = Timing.Cold(() => loss = dense.Evaluate(rates, default, slopes), 3).Min;
            twin = time * Modes / modes;
            report.Row($"{Steps:N0}", $"{modes:N0} modes one by one, × {Modes / modes}", Report.Number(twin), "1 ×", Report.Loss(loss));
        }

        var quick = new RandomFeatureGradient(Model(PowerLawSpectrum.Quadrature(1.5, 3, Modes)), Steps);
        var value = 0.0;
        var one = Timing.Of(() => value = quick.Evaluate(rates, default, slopes));
        report.Row($"{Steps:N0}", "value and gradient", Report.Time(one), Report.Ratio(twin, one.Median), Report.Loss(value));
        foreach (var (name, model, largest) in (ReadOnlySpan<(string, RandomFeatureModel, double)>)
            [("hard", Model(PowerLawSpectrum.Quadrature(1.5, 3, Modes)), 1), ("easy", new(PowerLawSpectrum.Quadrature(2, 1.25, Modes), 4, 1), .5)])
        {
            Solve(name, model, largest, Steps, 3);
            Solve(name, model, largest, 100_000, 1);
        }

        void Solve(string name, RandomFeatureModel model, double largest, int steps, int repeats)
        {
            RandomFeatureOptimum? best = null;
            var before = GC.GetTotalAllocatedBytes();
            var time = Timing.Cold(() => best = RandomFeatureControl.Optimize(model, steps, largest), repeats);
            var bytes = (GC.GetTotalAllocatedBytes() - before) / repeats;
            report.Row($"{steps:N0}", $"best schedule, {name} phase, {best!.Evaluations:N0} evaluations at the last horizon, {bytes >> 20:N0} MiB allocated", Report.Time(time), "", Report.Loss(best.Loss));
        }
    }

    static void Bounds(Report report)
    {
        report.Section(
            "Convex last-iterate bounds",
            "One schedule's bound at T, and the bounds of all its beginnings. The twin computes the O(T) bound of every beginning by itself, "
            + "timed at T = 10,000 and multiplied by the square. The error is against it at 200 beginnings. Peer: the published package about 540 s for the curve at 10⁵.");
        report.Table("T", "how", "ms", "twin / this", "largest relative error");
        var million = new Cosine(1, 0, 1_000_000).ToArray();
        var bound = Timing.Of(() => LastIterateBound.Of(million));
        report.Row("1,000,000", "one bound", Report.Time(bound), "", "");
        const int Short = 10_000, Long = 100_000;
        var small = new Cosine(1, 0, Short).ToArray();
        var twin = Timing.Cold(() =>
        {
            for (var t = 1; t <= Short; t++) LastIterateBound.Of(small.AsSpan(0, t));
        }).Min * ((double)Long / Short) * ((double)Long / Short);
        report.Row($"{Long:N0}", $"every beginning by itself, from T = {Short:N0}", Report.Number(twin), "1 ×", "");
        foreach (var (name, rates) in (ReadOnlySpan<(string, double[])>)
            [("cosine", new Cosine(1, 0, Long).ToArray()), ("constant", new Constant(1, Long).ToArray()), ("1 − √x", new OneMinusSqrt(1, 0, Long).ToArray())])
        {
            var curve = LastIterateCurve.Of(rates);
            var time = Timing.Of(() => curve = LastIterateCurve.Of(rates));
            var error = 0.0;
            for (var i = 1; i <= 200; i++)
            {
                var t = Long / 200 * i;
                var (mine, exact) = (curve[t - 1], LastIterateBound.Of(rates.AsSpan(0, t)));
                error = Math.Max(error, Math.Abs((mine.Value / exact.Value) - 1));
            }

            report.Row($"{Long:N0}", $"the whole curve, {name}", Report.Time(time), Report.Ratio(twin, time.Median), Report.Number(error));
        }
    }

    static RandomFeatureModel Model(PowerLawSpectrum spectrum) => new(spectrum, 4, .1);
}
