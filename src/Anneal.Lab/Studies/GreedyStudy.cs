using Anneal.Lab.Studies.Greedy;
using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies;

/// <summary>GreedyLR: its rules, and what it costs to follow a noisy loss.</summary>
public sealed class GreedyStudy : Study
{
    static readonly CountParameter steps = new("steps", "T: updates of a run.", 2000) { Quick = 800, Min = 50, Max = 1_000_000 };
    static readonly CountParameter replicas = new("replicas", "Runs that are averaged.", 12) { Quick = 6, Min = 2, Max = 10_000 };
    static readonly NumberParameter gradientNoise = new("gradient-noise", "σ: the gradient's noise is σ²Λ, Λ the curvature.", 0.3) { Min = 0 };

    /// <inheritdoc/>
    public override string Title => "GreedyLR";

    /// <inheritdoc/>
    public override string Question =>
        "Can a rate that rises while the loss falls, and falls while it does not, stand in for a schedule? On a noisy quadratic it is set beside a constant rate and a cosine, each tuned.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["GreedyLR 2025, arXiv:2512.14527, and its public code (defaults, counters, window, reset)"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [steps, replicas, gradientNoise];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        var quadratic = new GreedyBowl(context.Get(steps), context.Get(gradientNoise), context.Seed) { Cancellation = context.Cancellation };
        var runs = context.Get(replicas);
        double[] noises = context.Quick ? [0, 0.03, 0.3] : [0, 0.003, 0.01, 0.03, 0.1, 0.3];
        var shapes = context.Map(0.2, 2, i => Tuned(quadratic, runs, i == 0 ? _ => 1 : u => 0.5 * (1 + Math.Cos(Math.PI * u))));
        var options = Options(context.Quick).ToArray();
        // Every setting at every noise is one place of the grid.
        var grid = context.Map(0.7, noises.Length * options.Length, i => Greedy(quadratic, runs, options[i % options.Length], noises[i / options.Length]));
        var best = noises.Select((_, n) => Enumerable.Range(0, options.Length).MinBy(i => grid[(n * options.Length) + i].Mean)).ToArray();
        var preset = context.Map(0.1, noises.Length, n => Greedy(quadratic, runs, new GreedyOptions { Initial = 1e-4, Highest = 0.3 }, noises[n]));
        GeometricMean At(int n) => grid[(n * options.Length) + best[n]];
        return new(
            $"Tuned over {options.Length} settings, GreedyLR ends at {Digits.Significant(At(0).Mean, 3)} when it is told the exact loss and at {Digits.Significant(At(noises.Length - 1).Mean, 3)} when the losses that it sees "
            + $"have noise {Digits.Significant(noises[^1])}; a tuned constant rate ends at {Digits.Significant(shapes[0].Mean, 3)}, a tuned cosine at {Digits.Significant(shapes[1].Mean, 3)}.",
            [
                .. GreedyRules.Claims(),
                Behind(context, At(noises.Length - 1), shapes[1]),
                Claim.Show("Final loss of the best GreedyLR with exact losses over that of the tuned constant rate", "this project", At(0).Mean / shapes[0].Mean, 1),
            ],
            [
                new StudyFigure("greedy", Losses(noises, shapes, [.. noises.Select((_, n) => At(n))], preset),
                    "Final loss (geometric mean) against the noise of the losses that GreedyLR is shown (whiskers: two standard errors). Lines: a constant rate and a cosine, tuned on the same problem; they do not look at losses. The leftmost points are without noise."),
                new StudyFigure("greedy-rates", Rates(quadratic, noises, options, best),
                    "The rate of one run with the best settings: with exact losses it climbs and then follows the loss down; with noisy ones no loss beats a lucky best, and the rate runs out early unless patience and window are long."),
                new StudyTable("greedy", "The best setting at each noise of the reported losses; the published default beside it (its highest rate raised to 0.3).",
                    ["noise of losses", "F", "patience", "window", "highest rate", "final loss", "standard error of its logarithm", "default's final loss"],
                    [.. noises.Select((noise, n) => (Cell[])
                    [
                        noise, options[best[n]].Factor, (double)options[best[n]].Patience, (double)options[best[n]].Window, options[best[n]].Highest, At(n).Mean, At(n).Error, preset[n].Mean,
                    ])]),
            ])
        {
            Limits =
            [
                "The published code's threshold is absolute, so that it asks for the same improvement at a loss of 3 and of 0.003.",
                "After its reset the published code sets the best loss to −∞, after which nothing improves; here it is +∞, and the claim shows the difference.",
                "One quadratic of 32 directions; the settings tried are few, and the best of them is chosen at each noise, in GreedyLR's favour.",
            ],
        };
    }

    // Found at the study's own noise of the gradients; where that is far greater, no rate does better than another.
    static Claim Behind(StudyContext context, GeometricMean greedy, GeometricMean cosine)
    {
        const string Statement = "ln of the final loss of the best GreedyLR with noisy losses over that of the tuned cosine, in standard errors";
        const string Source = "this project";
        var distance = Math.Log(greedy.Mean / cosine.Mean) / Math.Sqrt((greedy.Error * greedy.Error) + (cosine.Error * cosine.Error));
        return context.IsPublished(gradientNoise) ? Claim.AtLeast(Statement, Source, distance, 2) : Claim.Show(Statement, Source, distance, 0);
    }

    static IEnumerable<GreedyOptions> Options(bool quick) =>
        from factor in quick ? [0.5, 0.95] : (double[])[0.5, 0.8, 0.9, 0.97]
        from patience in quick ? [0, 20] : (int[])[0, 10, 50]
        from window in quick ? [10, 50] : (int[])[10, 50]
        from highest in quick ? [0.3] : (double[])[0.1, 0.3, 1]
        select new GreedyOptions { Factor = factor, Patience = patience, Window = window, Highest = highest, Initial = highest / 10, Lowest = 1e-5 };

    static GeometricMean Tuned(GreedyBowl quadratic, int runs, Func<double, double> shape)
    {
        var rate = RateSearch.Best(peak => Mean(peak).Mean, 1e-3, 1.5, 9, 0.02).Rate;
        return Mean(rate);

        GeometricMean Mean(double peak) => GeometricMean.Of(runs, i => quadratic.Run(i, t => peak * shape((double)t / quadratic.Steps)));
    }

    static GeometricMean Greedy(GreedyBowl quadratic, int runs, GreedyOptions options, double noise) => GeometricMean.Of(runs, i =>
    {
        var greedy = new GreedyRate(options);
        return quadratic.Run(i, _ => greedy.Rate, loss => greedy.Next(loss), noise);
    });

    static Figure Losses(double[] noises, GeometricMean[] shapes, GeometricMean[] tuned, GeometricMean[] preset)
    {
        // Without noise there is no place on a logarithmic axis; it stands a step to the left.
        var x = noises.Select(noise => noise > 0 ? noise : noises[1] / 4).ToArray();
        return new Figure("What GreedyLR reaches")
        {
            X = new Axis("standard deviation of the losses it sees")
            {
                Scale = AxisScale.Logarithmic,
                Ticks = [new Tick(x[0], "0"), .. noises.Skip(1).Select(noise => new Tick(noise, Digits.Significant(noise)))],
                Lower = x[0] / 1.5,
                Upper = x[^1] * 1.5,
            },
            Width = 700,
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("final loss") { Scale = AxisScale.Logarithmic })
                {
                    Height = 280,
                    Marks =
                    [
                        new Line([x[0] / 1.5, x[^1] * 1.5], [shapes[0].Mean, shapes[0].Mean]) { Name = "constant, tuned", Ink = Ink.Black, Dash = Dash.Dashed },
                        new Line([x[0] / 1.5, x[^1] * 1.5], [shapes[1].Mean, shapes[1].Mean]) { Name = "cosine, tuned", Ink = Ink.Green, Dash = Dash.Solid },
                        new Points(x, [.. tuned.Select(one => one.Mean)]) { Name = "GreedyLR, tuned", Ink = Ink.Blue, Size = 6 },
                        new Whiskers(x, [.. tuned.Select(one => one.Low)], [.. tuned.Select(one => one.High)]) { Ink = Ink.Blue },
                        new Points(x, [.. preset.Select(one => one.Mean)]) { Name = "GreedyLR, defaults", Ink = Ink.Vermilion, Size = 6 },
                        new Whiskers(x, [.. preset.Select(one => one.Low)], [.. preset.Select(one => one.High)]) { Ink = Ink.Vermilion },
                    ],
                },
            ],
        };
    }

    static Figure Rates(GreedyBowl quadratic, double[] noises, GreedyOptions[] options, int[] best)
    {
        return new Figure("The rate that GreedyLR chooses")
        {
            X = new Axis("step t"),
            Width = 700,
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("rate η_t") { Scale = AxisScale.Logarithmic })
                {
                    Height = 220,
                    Marks = [Course(0, Ink.Blue), Course(noises.Length - 1, Ink.Vermilion)],
                },
            ],
        };

        Line Course(int n, Ink ink)
        {
            var greedy = new GreedyRate(options[best[n]]);
            var rates = new List<double>();
            quadratic.Run(0, _ => greedy.Rate, loss =>
            {
                rates.Add(greedy.Rate);
                greedy.Next(loss);
            }, noises[n]);
            return new Line([.. rates]) { Name = noises[n] == 0 ? "exact losses" : $"noise {Digits.Significant(noises[n])}", Ink = ink, Dash = Dash.Solid };
        }
    }
}
