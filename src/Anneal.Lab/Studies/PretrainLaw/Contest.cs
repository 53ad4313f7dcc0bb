using Anneal.Control;
using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>What kind of schedule takes part.</summary>
enum Entry
{
    /// <summary>A cosine, at the plan's peak or another.</summary>
    Cosine,

    /// <summary>The peak held, then a decay of a shape and a length from the grid.</summary>
    Grid,

    /// <summary>What a law fitted to the same seed's three runs calls best.</summary>
    Optimised,
}

/// <summary>A schedule trained on every seed.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Paths">Its rates by seed: a law's best differs with the fit.</param>
/// <param name="Runs">What became of it.</param>
/// <param name="Predicted">Its final loss under each seed's multi-power law, drops valued as many small ones; NaN at a peak that no fitted run has.</param>
/// <param name="ByDefault">The same under the default law.</param>
sealed record Entrant(string Name, Entry Kind, RatePath[] Paths, NetworkRun[] Runs, double[] Predicted, double[] ByDefault)
{
    /// <summary>The final losses by seed.</summary>
    public double[] Finals => [.. Runs.Select(run => run.Final)];
}

/// <summary>Schedules of one length that end at one floor, trained on the same seeds: what a law recommends, and what it has to beat.</summary>
/// <param name="Entrants">All, in the order of tables.</param>
/// <param name="Promised">What the multi-power law as written expects of its own best schedule over the optimised one, by seed: a difference of final losses.</param>
sealed record Contest(IReadOnlyList<Entrant> Entrants, double[] Promised)
{
    /// <summary>The schedule that minimises the multi-power law.</summary>
    public Entrant Optimised => Entrants.First(entrant => entrant.Kind == Entry.Optimised);

    /// <summary>The schedule that minimises the multi-power law as written.</summary>
    public Entrant AsWritten => Entrants.First(entrant => entrant.Name == Written);

    /// <summary>The schedule that minimises the default law.</summary>
    public Entrant ByDefault => Entrants.First(entrant => entrant.Name == Default);

    /// <summary>The cosine at the plan's peak.</summary>
    public Entrant Cosine => Entrants.First(entrant => entrant.Name == "cosine");

    /// <summary>The best of a kind by its mean over seeds: chosen with the losses that it is judged by, in its favour.</summary>
    public Entrant Best(Entry kind) => Entrants.Where(entrant => entrant.Kind == kind).MinBy(entrant => entrant.Finals.Average())!;

    /// <summary>The shapes of the grid.</summary>
    public static IReadOnlyList<DecayShape> Shapes { get; } = [DecayShape.Linear, DecayShape.OneMinusSqrt, DecayShape.Exponential];

    /// <summary>The lengths of its decays, in tenths of T.</summary>
    public static IReadOnlyList<int> Tenths { get; } = [1, 2, 3, 4];

    /// <summary>The peaks of the cosines over the plan's.</summary>
    public static IReadOnlyList<double> Peaks { get; } = [1, .5, 2];

    const string Written = "best: multi-power law as written";
    const string Default = "best: default law";

    /// <summary>Trains them all.</summary>
    public static Contest Of(StudyContext context, LawPlan plan, TrainedSet[] sets, Forecasts forecasts, double end, double share)
    {
        var free = plan.Steps - plan.Warmup;
        var constraints = new ScheduleConstraints(plan.Steps, plan.Peak) { Floor = end, Warmup = plan.Warmup };
        var powers = forecasts.Of("multi-power");
        var best = context.Map(.1 * share, sets.Length, s => (
            Power: Best(powers[s].Fit), Literal: Best(powers[s].Fit, ScheduleForm.Literal), Default: Best(forecasts.Default[s].Fit)));
        // The longest first.
        (string Name, Entry Kind, Func<int, RatePath> Path)[] plans =
        [
            .. Peaks.Select(factor => (factor == 1 ? "cosine" : Text($"cosine, {factor} × peak"), Entry.Cosine, (Func<int, RatePath>)(_ => new(
                new Warmup(factor * plan.Peak, plan.Warmup).Then(new Cosine(factor * plan.Peak, end, free)))))),
            ("best: multi-power law", Entry.Optimised, s => best[s].Power.Path),
            (Written, Entry.Optimised, s => best[s].Literal.Path),
            (Default, Entry.Optimised, s => best[s].Default.Path),
            .. from tenths in Tenths.Where(tenths => !context.Quick || tenths % 2 == 0).Reverse()
               from shape in Shapes
               let decay = Math.Min(free - 1, Math.Max(1, tenths * plan.Steps / 10))
               select (Text($"WSD {shape}, {10 * tenths} %"), Entry.Grid, (Func<int, RatePath>)(_ => new(plan.Started(plan.Held(plan.Steps - decay)).Then(shape.Decay(plan.Peak, end, decay))))),
        ];
        var found = context.Map(.9 * share, plans.Length * sets.Length, i =>
        {
            var (s, path) = (i % sets.Length, plans[i / sets.Length].Path(i % sets.Length));
            var isSeen = path.Peak == plan.Peak;
            return (
                Path: path, Run: sets[s].Train(path, context.Cancellation),
                Predicted: isSeen ? best[s].Power.Law.FinalLoss(path) : double.NaN, ByDefault: isSeen ? best[s].Default.Law.FinalLoss(path) : double.NaN);
        });
        return new(
            [.. plans.Select((one, i) =>
            {
                var own = found[(i * sets.Length)..((i + 1) * sets.Length)];
                return new Entrant(
                    one.Name, one.Kind, [.. own.Select(each => each.Path)], [.. own.Select(each => each.Run)], [.. own.Select(each => each.Predicted)], [.. own.Select(each => each.ByDefault)]);
            })],
            [.. best.Select(each => each.Literal.Law.FinalLoss(each.Literal.Path) - each.Literal.Law.FinalLoss(each.Power.Path))]);

        OptimalSchedule Best(Fit fit, ScheduleForm? form = null) => ScheduleOptimizer.Minimize(fit.Law, constraints, form, null, context.Cancellation);
    }

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
