using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>The loss at every step of a few schedules by a sum of exponentials, checked against the direct sum.</summary>
static class DynamicsPart
{
    static readonly CountParameter steps = new("curve-steps", "steps of the loss curves", 30_000) { Quick = 5_000, Min = 100, Max = 3_000_000 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [steps, .. Phases.Parameters];

    public static StudyPart Run(StudyContext context)
    {
        var n = context.Get(steps);
        var problem = Phases.Hard(context) with { Noise = 0.3, SignalNoise = 1, MaxRate = 0.2 };
        var (decay, peak) = (n / 5, problem.MaxRate);
        (string Name, double[] Rates, Ink Ink)[] runs =
        [
            ("constant", new Constant(peak, n).ToArray(), Ink.Black),
            ("cosine", new Cosine(peak, 0, n).ToArray(), Ink.Orange),
            ("WSD, linear over a fifth", new Constant(peak, n - decay).Then(new Linear(peak, 0, decay)).ToArray(), Ink.Vermilion),
            ("optimum", FullSourceOptimum.Of(problem, n).Rates(n), Ink.Blue),
        ];
        int[] kept = [.. Enumerable.Range(1, 400).Select(i => (int)((long)i * n / 400) - 1).Where(t => t >= 0).Distinct()];
        int[] summed = [.. kept.Where((_, i) => i % 16 == 0).Append(n - 1).Distinct()];
        var found = context.Map(0.05, runs.Length, i =>
        {
            var losses = new double[n];
            ScalingDynamics.Losses(problem, runs[i].Rates, default, losses, context.Cancellation);
            var direct = summed.Select(t => ScalingDynamics.FinalLoss(problem, runs[i].Rates.AsSpan(0, t + 1))).ToArray();
            return (Losses: losses, Direct: direct);
        });
        var error = found.Max(f => summed.Zip(f.Direct, (t, direct) => Math.Abs((f.Losses[t] / direct) - 1)).Max());
        var x = kept.Select(t => t + 1.0).ToArray();
        Mark[] Curves(Func<int, double[]> of, bool points) =>
        [
            .. Enumerable.Range(0, runs.Length).SelectMany(i => (IEnumerable<Mark>)
            [
                new Line(x, [.. kept.Select(t => of(i)[t])]) { Name = runs[i].Name, Ink = runs[i].Ink, Dash = Dash.Solid },
                .. points ? (Mark[])[new Points([.. summed.Select(t => t + 1.0)], found[i].Direct) { Ink = runs[i].Ink, Marker = Marker.Circle, Size = 4 }] : [],
            ]),
        ];
        return new(
            null,
            [
                Claim.AtMost("E at every step by a sum of exponentials against the direct double sum, largest relative error of four schedules", "identity", error, 1e-9),
                Claim.AtMost("The optimum's final loss over the best of the other three", "Li et al. 2026, arXiv:2602.06797", found[3].Losses[^1] / found.Take(3).Min(f => f.Losses[^1]), 1),
            ],
            [
                new StudyFigure(
                    "loss-curves",
                    new Figure("Losses on the way, hard phase")
                    {
                        Subtitle = $"{Phases.Name(problem)}, σ² = 0.3, g = 1; lines: sum of exponentials, points: direct sum",
                        X = new Axis("step"),
                        Panels =
                        [
                            new Panel(new Axis("loss E") { Scale = AxisScale.Logarithmic }) { Height = 220, Marks = Curves(i => found[i].Losses, points: true) },
                            new Panel(new Axis("rate η") { Lower = 0 }) { Height = 90, Marks = Curves(i => runs[i].Rates, points: false) },
                        ],
                        Legend = LegendPlace.Below,
                    },
                    "Until it decays, a schedule at the largest rate looks worse than one that decays all the time; what it has gained shows at the end."),
            ]);
    }
}
