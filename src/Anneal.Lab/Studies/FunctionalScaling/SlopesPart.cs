using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>How the optimum's loss, peak and decay move with the horizon, N = 10⁸ … 10¹⁴.</summary>
static class SlopesPart
{
    const string Paper = "Li et al. 2026, arXiv:2602.06797";
    static readonly double[] horizons = Horizons.Decades(8, 14);

    // Exponents as measured by an independent computation over the same horizons; NaN where there was none.
    static readonly (double Source, double Capacity, double Peak, double Loss, double Share, double Noise)[] measured =
    [
        (1, 2, -0.3319, -0.6611, double.NaN, double.NaN),
        (0.8, 1.5, -0.3177, -0.5438, double.NaN, double.NaN),
        (0.5, 2, 0, -0.4987, double.NaN, double.NaN),
        (0.25, 3, double.NaN, -0.2542, -0.2398, -0.4978),
        (0.3, 2, double.NaN, -0.3236, -0.1114, double.NaN),
    ];

    public static IReadOnlyList<StudyParameter> Parameters => [];

    public static StudyPart Run(StudyContext context)
    {
        var optima = context.Map(0.02, measured.Length, i => horizons
            .Select(n => ScalingOptimum.Of(new(measured[i].Source, measured[i].Capacity), n)).ToArray());
        var (claims, rows) = (new List<Claim>(), new List<Cell[]>());
        for (var i = 0; i < measured.Length; i++)
        {
            var (source, capacity, peak, loss, share, noise) = measured[i];
            var problem = new ScalingProblem(source, capacity);
            var (inverse, ν) = (1 / capacity, HorizonTransfer.PeakExponent(source, capacity, double.PositiveInfinity));
            Compare("peak rate", o => o.Peak, peak, -ν);
            Compare("loss", o => o.Loss, loss, -problem.LossExponent());
            if (problem.IsEasy) continue;
            Compare("share of the decay", o => o.DecaySteps / o.Horizon, share, -(1 - inverse - source) / (2 - inverse));
            Compare("noise at the end", o => o.Noise, noise, -(1 + source) * (1 - inverse) / (2 - inverse));

            void Compare(string what, Func<ScalingOptimum, double> of, double known, double limit)
            {
                var slope = Horizons.Slope(horizons, [.. optima[i].Select(of)]);
                var statement = $"{Phases.Name(problem)}: exponent of the {what} in N, 10⁸ … 10¹⁴";
                claims.Add(double.IsNaN(known)
                    ? Claim.Show(statement, Paper, slope, limit)
                    : Claim.Close($"{statement} (limit {Digits.Significant(limit)})", Paper, slope, known, 0.01));
                rows.Add([Phases.Name(problem), problem.IsEasy ? "easy" : "hard", what, slope, limit]);
            }
        }

        return new(null, claims, [Figure(optima), new StudyTable(
            "optimum-exponents", "Exponents of the exact optimum over N = 10⁸ … 10¹⁴ and their limits.",
            ["problem", "phase", "of what", "measured", "limit"], rows)]);
    }

    static StudyFigure Figure(ScalingOptimum[][] optima)
    {
        Ink[] inks = [Ink.Blue, Ink.Green, Ink.Purple, Ink.Vermilion, Ink.Orange];
        IEnumerable<Mark> Marks(Func<ScalingOptimum, double> of, Func<ScalingProblem, double> exponent, bool hardOnly = false) =>
            from i in Enumerable.Range(0, optima.Length)
            where !hardOnly || !optima[i][0].Problem.IsEasy
            let y = optima[i].Select(of).ToArray()
            let problem = optima[i][0].Problem
            from mark in (Mark[])
            [
                Horizons.Through(horizons, y, exponent(problem), null, inks[i]),
                new Points(horizons, y) { Name = Phases.Name(problem) + (problem.IsEasy ? "" : " (hard)"), Ink = inks[i], Marker = (Marker)(i % 5) },
            ]
            select mark;
        return new(
            "optimum-scaling",
            new Figure("The optimum over six decades of the horizon")
            {
                Subtitle = "points: the exact solution; dashed lines: the theory's exponents through the last point",
                X = new Axis("horizon N (steps)") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new Panel(new Axis("loss E*") { Scale = AxisScale.Logarithmic }) { Height = 190, Marks = [.. Marks(o => o.Loss, p => -p.LossExponent())] },
                    new Panel(new Axis("peak rate η*") { Scale = AxisScale.Logarithmic })
                    { Height = 150, Marks = [.. Marks(o => o.Peak, p => -HorizonTransfer.PeakExponent(p.Source, p.Capacity, double.PositiveInfinity))] },
                    new Panel(new Axis("share of the decay") { Scale = AxisScale.Logarithmic })
                    { Height = 130, Marks = [.. Marks(o => o.DecaySteps / o.Horizon, p => -(1 - (1 / p.Capacity) - p.Source) / p.KernelExponent, hardOnly: true)] },
                ],
                Legend = LegendPlace.Below,
            },
            "In the easy phase the best peak falls with the horizon; in the hard phase it stays at the largest rate and the decay takes an ever smaller share.");
    }
}
