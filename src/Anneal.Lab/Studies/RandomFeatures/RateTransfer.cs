using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>How the best base rate moves with the horizon, with and without annealing.</summary>
static class RateTransfer
{
    const string Paper = "Bordelon and Mori 2026 (exponents derived here)";

    static readonly CountParameter longest = new("transfer-horizon", "The longest horizon T of the tuned base rates, in steps; shorter ones by halves, down to 256.", 16_384)
    { Quick = 2048, Min = 1024, Max = 1 << 20 };

    // More signal and more label noise than in the other hard setting, so that label noise rules at these horizons.
    static readonly Phase hard = new("hard", 2.5, 3, 4, 1, 2);
    static readonly Phase easy = Phase.Easy with { LargestRate = 2 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [longest];

    public static StudyPart Run(StudyContext context)
    {
        var horizons = new List<int>();
        for (var steps = 256; steps <= context.Get(longest); steps *= 2) horizons.Add(steps);
        (Phase Phase, bool IsAnnealed)[] rows = [(easy, false), (easy, true), (hard, false), (hard, true)];
        var tuned = context.Map(.01, rows.Length * horizons.Count, i =>
            TunedRange.Of(rows[i % rows.Length].Phase, horizons[^(1 + (i / rows.Length))], rows[i % rows.Length].IsAnnealed));
        var series = Enumerable.Range(0, rows.Length)
            .Select(row => Enumerable.Range(0, horizons.Count).Select(i => tuned[((horizons.Count - 1 - i) * rows.Length) + row]).ToArray()).ToArray();
        double[] times = [.. horizons.Select(steps => (double)steps)];
        var slopes = series.Select(one => PowerFit.Of(times, [.. one.Select(range => range.Best.Rate)]).Exponent).ToArray();
        double[] theory = [-easy.ConstantExponent, -easy.PeakExponent, -hard.ConstantExponent, -hard.PeakExponent];
        double[] tolerances = [.02, .03, .05, .03];
        return new(
            $"A base rate tuned without annealing must be lowered with the horizon (slopes {Digits.Fixed(slopes[0], 2)} and {Digits.Fixed(slopes[2], 2)}); with the "
            + $"optimal decay it transfers unchanged in the hard phase (slope {Digits.Fixed(slopes[3], 3)}) and not in the easy one ({Digits.Fixed(slopes[1], 2)}).",
            [
                .. rows.Select((row, i) => Claim.Close(
                    $"Base rate over T, {row.Phase.Name} phase, {(row.IsAnnealed ? "decay (1 − t/T)^(2b−1)" : "constant rate")}: slope", Paper, slopes[i], theory[i], tolerances[i])),
            ],
            [Figure(times, rows, series, theory), Table(horizons, rows, series)]);
    }

    static StudyFigure Figure(double[] times, (Phase Phase, bool IsAnnealed)[] rows, TunedRange[][] series, double[] theory)
    {
        return new("rate-transfer", new Figure("With annealing the best base rate transfers in the hard phase")
        {
            X = new Axis("horizon T (steps)") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels = [Panel(0), Panel(2)],
        }, "Points: the best base rate of a constant and of a decay (1 − t/T)^(2b−1); bars: rates that lose at most 1 %. Dashed: the theory's powers through the "
           + "last point, −s/(1+s) for the constant; −(1 − b/a) or none with annealing. Easy: a = 2, b = 1.25; hard: a = 2.5, b = 3, where the annealed rate is just stable.");

        Panel Panel(int first) => new(new Axis($"{rows[first].Phase.Name}: base rate")
        { Scale = AxisScale.Logarithmic })
        {
            Marks = [.. Enumerable.Range(first, 2).SelectMany(Marks)],
            Height = 200,
        };

        IEnumerable<Mark> Marks(int row)
        {
            var (name, ink, best) = (rows[row].IsAnnealed ? "annealed" : "constant", rows[row].IsAnnealed ? Ink.Blue : Ink.Vermilion, series[row]);
            yield return new Line(times, [.. times.Select(t => best[^1].Best.Rate * Math.Pow(t / times[^1], theory[row]))]) { Ink = ink, Dash = Dash.Dashed };
            yield return new Whiskers(times, [.. best.Select(range => range.Low)], [.. best.Select(range => range.High)]) { Name = name, Ink = ink };
            yield return new Points(times, [.. best.Select(range => range.Best.Rate)]) { Name = name, Ink = ink };
        }
    }

    static StudyTable Table(List<int> horizons, (Phase Phase, bool IsAnnealed)[] rows, TunedRange[][] series) => new(
        "base-rates", "Best base rates and the range that loses at most 1 %",
        ["phase", "schedule", "T", "base rate", "loss", "from", "to"],
        [
            .. rows.SelectMany((row, i) => horizons.Select((steps, j) => (Cell[])
            [
                row.Phase.Name, row.IsAnnealed ? "(1 − t/T)^(2b−1)" : "constant", steps, series[i][j].Best.Rate, series[i][j].Best.Loss, series[i][j].Low, series[i][j].High,
            ])),
        ])
    { IsFileOnly = true };
}

/// <summary>The best base rate, and the rates around it that lose at most 1 %.</summary>
readonly record struct TunedRange(Tuned Best, double Low, double High)
{
    public static TunedRange Of(Phase phase, int steps, bool isAnnealed)
    {
        var power = isAnnealed ? (2 * phase.B) - 1 : 0;
        var best = Tuned.Of(phase, steps, Shape, phase.LargestRate);
        var (gradient, rates) = (new RandomFeatureGradient(phase.Model(), steps), new double[steps]);
        return new(best, Edge(1 / 1.02), Edge(1.02));

        double Shape(int t) => Math.Pow(1 - ((double)t / steps), power);

        // In steps of 2 %.
        double Edge(double factor)
        {
            var edge = best.Rate;
            while (Loss(edge * factor) <= 1.01 * best.Loss) edge *= factor;
            return edge;
        }

        double Loss(double rate)
        {
            for (var t = 0; t < steps; t++) rates[t] = rate * Shape(t);
            return gradient.Loss(rates);
        }
    }
}
