using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>Schedules of a fixed shape with the best peak: their exponent is that of a problem of capacity min(β, γ + 1).</summary>
static class ShapesPart
{
    const string Paper = "Li et al. 2026, arXiv:2602.06797";
    static readonly double[] horizons = Horizons.Decades(6, 12);

    static readonly DecayProfile[] profiles =
        [DecayProfile.Constant, DecayProfile.Linear, DecayProfile.Cosine, DecayProfile.Power(3), DecayProfile.Power(5)];

    // Exponents of the loss at s = 1 as measured by an independent computation over the same horizons.
    static readonly (double Capacity, double?[] Slopes)[] measured =
        [(5, [-0.4998, -0.6627, -0.7316, -0.7674, -0.7943]), (2.5, [null, -0.6465, -0.6847, null, -0.7053])];

    public static IReadOnlyList<StudyParameter> Parameters => [];

    public static StudyPart Run(StudyContext context)
    {
        var count = measured.Length * profiles.Length;
        var losses = context.Map(0.1, count, i =>
        {
            var problem = new ScalingProblem(1, measured[i / profiles.Length].Capacity);
            return horizons.Select(n => ShapedSchedule.Of(problem, profiles[i % profiles.Length], n).Loss).ToArray();
        });
        var (claims, rows) = (new List<Claim>(), new List<Cell[]>());
        for (var i = 0; i < count; i++)
        {
            var ((capacity, known), profile) = (measured[i / profiles.Length], profiles[i % profiles.Length]);
            var problem = new ScalingProblem(1, capacity);
            var (slope, limit) = (Horizons.Slope(horizons, losses[i]), -problem.LossExponent(profile.Tail));
            var statement = $"{Phases.Name(problem)}: exponent of the loss of {profile.Name}, N = 10⁶ … 10¹²";
            claims.Add(known[i % profiles.Length] is { } value
                ? Claim.Close($"{statement} (limit {Digits.Significant(limit)})", Paper, slope, value, 0.01)
                : Claim.Show(statement, Paper, slope, limit));
            rows.Add([Phases.Name(problem), profile.Name, Math.Min(capacity, profile.Tail + 1), slope, limit, losses[i][^1] / ScalingOptimum.Of(problem, horizons[^1]).Loss]);
        }

        double[] ranked = [.. losses.Take(profiles.Length).Select(of => of[^1]), ScalingOptimum.Of(new(1, 5), horizons[^1]).Loss];
        claims.Add(Claim.AtMost(
            "s = 1, β = 5, N = 10¹²: neighbours out of order in constant > linear > cosine > power 3 > power 5 > optimum", Paper,
            Enumerable.Range(1, profiles.Length).Count(i => ranked[i - 1] <= ranked[i]), 0));
        return new(null, claims, [Figure(losses), new StudyTable(
            "shape-exponents", "Exponents of tuned schedules of a fixed shape, σ² = η_max = 1.",
            ["problem", "shape", "min(β, γ + 1)", "measured", "limit", "loss over optimum at 10¹²"], rows)]);
    }

    static StudyFigure Figure(double[][] losses)
    {
        Ink[] inks = [Ink.Black, Ink.Orange, Ink.Vermilion, Ink.Purple, Ink.Blue];
        Panel Of(int block)
        {
            var problem = new ScalingProblem(1, measured[block].Capacity);
            var x = problem.LossExponent();
            double[] Scaled(double[] y) => [.. y.Select((value, i) => value * Math.Pow(horizons[i], x))];
            var optimum = Scaled([.. horizons.Select(n => ScalingOptimum.Of(problem, n).Loss)]);
            return new(new Axis($"E N^sβ/(1+sβ), β = {Digits.Significant(measured[block].Capacity)}") { Scale = AxisScale.Logarithmic })
            {
                Height = 200,
                Marks =
                [
                    .. profiles.SelectMany((profile, i) =>
                    {
                        var y = Scaled(losses[(block * profiles.Length) + i]);
                        return (Mark[])
                        [
                            Horizons.Through(horizons, y, x - problem.LossExponent(profile.Tail), null, inks[i]),
                            new Points(horizons, y) { Name = profile.Name, Ink = inks[i], Marker = (Marker)(i % 5) },
                        ];
                    }),
                    new Line(horizons, optimum) { Name = "exact optimum", Ink = Ink.Green, Dash = Dash.Solid, Width = 2 },
                ],
            };
        }

        return new(
            "fixed-shapes",
            new Figure("What a fixed shape costs, s = 1")
            {
                Subtitle = "loss over the optimum's power law; dashed lines: the exponents of min(β, γ + 1)",
                X = new Axis("horizon N (steps)") { Scale = AxisScale.Logarithmic },
                Panels = [Of(0), Of(1)],
                Legend = LegendPlace.Below,
            },
            "A shape that ends like (1 − z/N)^γ behaves as if the capacity were no more than γ + 1: it is as good as any, up to a factor, once γ > β − 1.");
    }
}
