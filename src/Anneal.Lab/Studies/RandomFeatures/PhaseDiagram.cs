using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>Optimal schedules over a grid of spectra and targets: where annealing takes all of training, and where it shrinks.</summary>
static class PhaseDiagram
{
    const string Paper = "Bordelon and Mori 2026 (exponents derived here)";
    const double Lowest = 1.2;
    const double Highest = 3;

    static readonly CountParameter places = new("grid", "Places of a and of b in the phase diagram, from 1.2 to 3.", 13) { Quick = 5, Min = 3, Max = 61 };

    static readonly CountParameter longest = new(
        "grid-horizon", "The longest horizon T of the phase diagram, in steps; slopes are over its last factor of eight.", 4096)
    { Quick = 512, Min = 256, Max = 65_536 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [places, longest];

    public static StudyPart Run(StudyContext context)
    {
        var (count, top) = (context.Get(places), context.Get(longest));
        double[] exponents = [.. Enumerable.Range(0, count).Select(i => Lowest + ((Highest - Lowest) * i / (count - 1)))];
        var cells = context.Map(.07, count * count, i =>
        {
            var phase = new Phase("", exponents[i % count], exponents[i / count], 4, 1, .5);
            int[] horizons = [top / 64, top / 32, top / 16, top / 8, top / 4, top / 2, top];
            return PhaseCell.Of(new(phase, [.. RandomFeatureControl.Along(phase.Model(), horizons, phase.LargestRate, null, context.Cancellation).Skip(3)], [], []));
        });

        // Nearer to the line a = b the trends are too weak for these horizons.
        var hard = cells.Where(cell => cell.AnnealingTheory >= .1).ToArray();
        var easy = cells.Where(cell => cell.PeakTheory >= .1).ToArray();
        var worst = cells.MaxBy(cell => Math.Abs(cell.LossExponent - cell.LossTheory))!;
        return new(
            $"Over the grid of a and b, annealing takes {Digits.Percent(easy.Min(cell => cell.Annealed))} or more of training where a is well above b, and a share that "
            + $"shrinks with the horizon where b is well above a.",
            [
                Claim.AtLeast("Phase diagram: where the annealing fraction's exponent is 0.1 or more, it shrinks with T: least exponent", Paper, hard.Min(cell => cell.AnnealingTrend), 0),
                Claim.AtMost("Phase diagram: where the peak's exponent ξ is 0.1 or more, it does not: largest exponent", Paper, easy.Max(cell => cell.AnnealingTrend), 0),
                Claim.Show(
                    $"Phase diagram: loss exponent (a−1)/max(a, b) at its worst place, a = {Digits.Significant(worst.A)}, b = {Digits.Significant(worst.B)}", Paper,
                    worst.LossExponent, worst.LossTheory),
            ],
            [Map(exponents, cells), Losses(exponents, cells), Table(cells)])
        {
            Limits = [$"The phase diagram's trends are measured up to T = {Digits.Count(top)} with m = 4, σ² = 1 and η_max = 0.5; where the peak is still η_max its fall has yet to begin."],
        };
    }

    static StudyFigure Map(double[] exponents, PhaseCell[] cells)
    {
        var half = (exponents[1] - exponents[0]) / 2;
        double[] edges = [exponents[0] - half, .. exponents.Select(value => value + half)];
        var axis = new Axis("spectrum exponent b") { Lower = edges[0], Upper = edges[^1] };
        var border = new Line([edges[0], edges[^1]], [edges[0], edges[^1]]) { Name = "a = b", Ink = Ink.Black, Dash = Dash.Dashed };
        return new("phase-diagram", new Figure("The line a = b divides the two kinds of optimal schedule")
        {
            Subtitle = "above it the spectrum falls faster than the target: the hard phase",
            X = new Axis("target exponent a") { Lower = edges[0], Upper = edges[^1] },
            Legend = LegendPlace.Below,
            Width = 520,
            Panels =
            [
                new Panel(axis)
                {
                    Marks = [new Cells(edges, edges, [.. cells.Select(cell => cell.Annealed)]) { Name = "share of training annealed, 0 … 1", Ink = Ink.Blue, Full = 1 }, border],
                    Height = 300,
                },
                new Panel(axis)
                {
                    Marks =
                    [
                        new Cells(edges, edges, [.. cells.Select(cell => cell.AnnealingTrend)]) { Name = "annealing ~ T^−p, p = 0 … 0.4", Ink = Ink.Vermilion, Full = .4 },
                        new Cells(edges, edges, [.. cells.Select(cell => cell.PeakTrend > .01 ? cell.PeakTrend : 0)]) { Name = "peak rate ~ T^−ξ, ξ = 0 … 0.6", Ink = Ink.Green, Full = .6 },
                        border,
                    ],
                    Height = 300,
                },
            ],
        }, "Each cell is an optimal schedule. Above: the share of steps below 0.9 of the peak at the longest horizon. Below: how fast that share shrinks with the "
           + "horizon, or the peak falls; blank where neither does yet, because the peak is still at η_max.");
    }

    static StudyFigure Losses(double[] exponents, PhaseCell[] cells)
    {
        int[] rows = [0, (exponents.Length - 1) / 2, exponents.Length - 1];
        Ink[] inks = [Ink.Blue, Ink.Green, Ink.Vermilion];
        double[] fine = [.. Enumerable.Range(0, 100).Select(i => Lowest + ((Highest - Lowest) * i / 99))];
        return new("loss-exponents", new Figure("Loss exponents of optimal schedules over the target's exponent")
        {
            X = new Axis("target exponent a"),
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("exponent p of L ~ T^−p") { Lower = 0 })
                {
                    Marks =
                    [
                        .. rows.Select((row, i) => new Line(fine, [.. fine.Select(a => (a - 1) / Math.Max(a, exponents[row]))]) { Ink = inks[i], Dash = Dash.Solid }),
                        .. rows.Select((row, i) => new Points(exponents, [.. exponents.Select((_, column) => cells[(row * exponents.Length) + column].LossExponent)])
                        { Name = $"b = {Digits.Significant(exponents[row])}", Ink = inks[i] }),
                    ],
                },
            ],
        }, "Points: slopes over the last factor of eight in T. Lines: (a − 1)/max(a, b).");
    }

    static StudyTable Table(PhaseCell[] cells) => new(
        "phase-cells", "The phase diagram's cells",
        ["a", "b", "annealed share", "annealing exponent", "its limit", "peak exponent", "its limit", "loss exponent", "its limit"],
        [
            .. cells.Select(cell => (Cell[])
            [
                cell.A, cell.B, cell.Annealed, cell.AnnealingTrend, cell.AnnealingTheory, cell.PeakTrend, cell.PeakTheory, cell.LossExponent, cell.LossTheory,
            ]),
        ])
    { IsFileOnly = true };
}

/// <summary>One place of the phase diagram: exponents p of T^−p, measured and in the limit.</summary>
sealed record PhaseCell(
    double A, double B, double Annealed, double AnnealingTrend, double AnnealingTheory, double PeakTrend, double PeakTheory, double LossExponent, double LossTheory)
{
    public static PhaseCell Of(PhaseOptima optima)
    {
        var (phase, all) = (optima.Phase, (From: optima.Optima[0].Steps, To: optima.Optima[^1].Steps));
        return new(
            phase.A, phase.B, optima.Annealing()[^1], Exponent(optima.Annealing()), phase.AnnealingExponent, Exponent(optima.Peaks), phase.PeakExponent,
            Exponent([.. optima.Optima.Select(optimum => optimum.Loss)]), phase.LossExponent);

        double Exponent(double[] y) => -optima.Slope(y, all.From, all.To);
    }
}
