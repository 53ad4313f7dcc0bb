using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>Loss curves beside C + M·Ω_t: simulated ones, or those of the user's logs.</summary>
static class Overlay
{
    public static readonly TextParameter Runs =
        new("runs", "Logs to lay the bound over: files, folders, patterns or a runs file, separated by commas; without it runs are simulated.", GivenLogs.Shape);

    public static readonly CountParameter Steps =
        new("run-steps", "T of the simulated runs.", 24_000) { Quick = 8000, Min = 500, Max = 1_000_000 };

    public static StudyPart Run(StudyContext context)
    {
        var given = context.Get(Runs);
        TrainingRun[] runs = given is null ? Simulated(context) : [.. GivenLogs.Read(given, context, new RunReadOptions { AllowMixed = true }).Runs];
        var counted = Counted(runs);
        var fits = context.Map(0.1, 2, i => BoundFit.Of(counted, robust: i == 0, context.Cancellation));
        var (robust, least) = (fits[0], fits[1]);
        var curves = context.Map(0.1, runs.Length, i => robust.Losses(runs[i].Path, context.Cancellation));
        var scores = counted.Select((run, i) => Score.Of(run, curves[i], least.Losses(run.Run.Path, context.Cancellation))).ToArray();
        var claims = new List<Claim>();
        if (given is null)
        {
            claims.Add(Claim.AtMost("Pairs of simulated runs whose final losses the bound orders wrongly, of those of one length more than 0.05 apart", "Schaipp et al. 2025, section 4", Wrong(runs, scores), 0));
            claims.Add(Claim.AtLeast("Share of the variance of the simulated losses after their transient that C + M·Ω_t takes up, all runs together", "Schaipp et al. 2025, section 4", Explained(counted, curves), 0.95));
        }

        return new(
            $"Laid over {(given is null ? "simulated" : "the given")} runs of {runs.Length} schedules with one C, M and γ, the bound is off by {Digits.Significant(scores.Average(score => score.Typical), 2)} nats in the root mean square, and by at most "
            + $"{Digits.Significant(scores.Max(score => Math.Abs(score.Final)), 2)} at the end.",
            claims,
            [
                new StudyFigure("overlay", Picture(runs, curves), $"Losses (points) and C + M·Ω_t (lines), one C = {Digits.Significant(robust.Floor)}, M = {Digits.Significant(robust.Scale)} and γ = {Digits.Significant(robust.BaseRate)} for all: the bound of a non-smooth convex problem has the shapes of {(given is null ? "a noisy quadratic's" : "the runs'")} curves, the fall of a cooldown included."),
                new StudyTable(
                    "overlay", "Distance of C + M·Ω_t (Huber's loss of logarithms) from the runs, in the loss's unit; γ/γ* above 1 means that the fit sees the run's rate above the bound's best.",
                    ["run", "T", "final loss", "C + M·Ω_T", "error at the end", "RMS error", "RMS error, least squares", "γ/γ*"],
                    [.. scores.Select((score, i) => (Cell[])
                    [
                        runs[i].Name, Digits.Count(runs[i].Schedule.Steps), score.Seen, score.Seen + score.Final, score.Final, score.Typical, score.LeastSquares,
                        robust.BaseRate / LastIterateBound.Of(runs[i].Schedule).BaseRate,
                    ])]),
            ]);
    }

    // The bound has no transient: a tenth of the longest run is left out of all of them, where something is left.
    static FitRun[] Counted(TrainingRun[] runs)
    {
        var first = runs.Max(run => run.Path.Steps) / 10;
        return [.. runs.Select(run => CountedPoints.Of(run, Math.Max(CountedPoints.Of(run).Points.Steps[0], Math.Min(first, run.Curve.Steps[^1] / 2))))];
    }

    static TrainingRun[] Simulated(StudyContext context)
    {
        const double Peak = 1e-3;
        var steps = context.Get(Steps);
        var warmup = new Warmup(Peak, steps / 50);
        var rest = steps - warmup.Steps;
        (string Name, Schedule Schedule)[] plans =
        [
            ("constant", warmup.Then(new Constant(Peak, rest))),
            ("cosine", warmup.Then(new Cosine(Peak, 0, rest))),
            ("linear", warmup.Then(new Linear(Peak, 0, rest))),
            ("cooldown 20 %", new Wsd(Peak, 0, warmup.Steps, steps, steps / 5, DecayShape.Linear)),
            ("cosine, half as long", warmup.Then(new Cosine(Peak, 0, (steps / 2) - warmup.Steps))),
        ];
        // One seed: all runs see the same batches, as long as their schedules agree.
        return context.Map(0.2, plans.Length, i => SimulatedRuns.Truth.Run(plans[i].Name, plans[i].Schedule, Math.Max(1, steps / 150), context.Seed["overlay"], context.Cancellation));
    }

    static double Wrong(TrainingRun[] runs, Score[] scores) => Enumerable.Range(0, runs.Length).Sum(i => Enumerable.Range(0, i).Count(j =>
        runs[i].Schedule.Steps == runs[j].Schedule.Steps && Math.Abs(scores[i].Seen - scores[j].Seen) > 0.05
        && (scores[i].Seen - scores[j].Seen) * (scores[i].Seen + scores[i].Final - scores[j].Seen - scores[j].Final) <= 0));

    static double Explained(FitRun[] runs, double[][] curves)
    {
        var losses = runs.SelectMany(run => run.Points.Loss.ToArray()).ToArray();
        var mean = losses.Average();
        var rest = runs.Select((run, i) => Score.Squares(run, curves[i])).Sum();
        return 1 - (rest / losses.Sum(loss => (loss - mean) * (loss - mean)));
    }

    static Figure Picture(TrainingRun[] runs, double[][] curves)
    {
        var longest = runs.Max(run => run.Curve.Steps[^1]);
        // The transient is not fitted, and would be most of the picture.
        var seen = Counted(runs).SelectMany(run => run.Points.Loss.ToArray()).ToArray();
        var (low, high) = (seen.Min(), seen.Max());
        return new Figure("Losses and the bound laid over them")
        {
            X = new Axis("step t") { Lower = 0, Upper = 1.01 * longest },
            Legend = LegendPlace.Below,
            Width = 760,
            Panels =
            [
                new Panel(new Axis("loss (nats per token)") { Lower = low - (0.05 * (high - low)), Upper = high + (0.05 * (high - low)) })
                {
                    Height = 330,
                    Marks =
                    [
                        .. runs.Select((run, i) => new Points(run.Curve.Steps, run.Curve.Loss) { Name = run.Name, Ink = Ink(i), Size = 3, Marker = Marker.Circle }),
                        .. runs.Select((run, i) => new Line(curves[i]) { Name = run.Name, Ink = Ink(i), Dash = Dash.Solid }),
                    ],
                },
            ],
        };
    }

    static Ink Ink(int i) => (Ink)(i % 7);

    sealed record Score(double Seen, double Final, double Typical, double LeastSquares)
    {
        public static Score Of(FitRun run, double[] curve, double[] other)
        {
            var points = run.Points;
            // A last rate of 0 has no bound; the last place that has one stands for it.
            var last = Math.Min(points.Steps[^1], curve.Length - 1);
            while (last > 0 && !double.IsFinite(curve[last])) last--;
            return new(
                points.Loss[^1], curve[last] - points.Loss[^1],
                Math.Sqrt(Squares(run, curve) / points.Count), Math.Sqrt(Squares(run, other) / points.Count));
        }

        public static double Squares(FitRun run, double[] curve)
        {
            var sum = 0.0;
            for (var i = 0; i < run.Points.Count; i++)
            {
                var value = curve[run.Points.Steps[i]];
                if (double.IsFinite(value)) sum += (value - run.Points.Loss[i]) * (value - run.Points.Loss[i]);
            }

            return sum;
        }
    }
}
