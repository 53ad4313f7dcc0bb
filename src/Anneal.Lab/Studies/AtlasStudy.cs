using Anneal.Control;
using Anneal.Lab.Studies.Atlas;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Lab.Studies;

/// <summary>Every schedule that a theory or a fitted law calls optimal, on one page, and what each would cost if another were right.</summary>
public sealed class AtlasStudy : Study
{
    // Where the runs are simulated, what happens is known; the never-bad schedule may leave this share of annealing's gain.
    const double MostTrueRegret = .1;

    static readonly TextParameter fits = new("fit", "Judge by the laws of these fits, from 'anneal fit'.", "FIT.json,…");
    static readonly TextParameter runs = new("runs", "Judge by every law fitted to these logs. Default: three simulated runs.", GivenLogs.Shape);
    static readonly CountParameter steps = new("steps", "T, the length of the schedules.", 24_000) { Quick = 6_000, Min = 100, Max = RatePath.MostSteps };
    static readonly CountParameter warmup = new("warmup", "Warm-up steps, of all schedules alike.", 2_000) { Quick = 500, Min = 0 };
    static readonly NumberParameter peak = new("peak", "The peak rate; 0 for the highest in the fitted runs.", 0) { Min = 0 };
    static readonly NumberParameter floor = new("floor", "The lowest rate, as a share of the peak.", .01) { Min = 0, Max = 1 };

    /// <inheritdoc/>
    public override string Title => "An atlas of optimal schedules";

    /// <inheritdoc/>
    public override string Question =>
        "Which schedule do the theories and the fitted laws call optimal for this run, and what is lost if another of them is right? "
        + "The schedule with the least worst case is never bad.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Luo et al. 2025, A multi-power law for loss curve prediction across learning rate schedules, arXiv:2503.12811",
        "Li et al. 2026, Optimal learning-rate schedules under functional scaling laws, arXiv:2602.06797",
        "Bordelon and Mori 2026, arXiv:2602.04774",
        "Schaipp et al. 2025, The surprising agreement between convex optimization theory and learning-rate scheduling, arXiv:2501.18965",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [fits, runs, steps, warmup, peak, floor];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Arguments, string Meaning)> Examples =>
    [
        ("--fit fit.json --steps 100000", "By a fit of your own"),
        ("--runs runs/a.csv,runs/b.csv --steps 100000", "By every law fitted to logs of your own"),
    ];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        if (context.Get(warmup) > context.Get(steps) - 50) throw new InputException("--warmup leaves fewer than 50 of the steps; give fewer, or more --steps.");
        var laws = AtlasLaws.Of(context, context.Get(fits), context.Get(runs), share: .4);
        var frame = Frame(context, laws);
        var searches = AtlasSchedules.Searches(laws, frame, context.Cancellation).ToArray();
        var found = context.Map(.3, searches.Length, i => searches[i].Search());
        var schedules = AtlasSchedules.Customary(frame)
            .Concat(AtlasTheories.Of(laws.Laws, frame, context.Cancellation))
            .Concat(found.Select((optimum, i) => new AtlasSchedule(searches[i].Name, AtlasOrigin.Law, optimum.Path, optimum)))
            .ToArray();
        var matrix = AtlasMatrix.Of(context, laws, schedules, share: .1);
        return new StudyResult(
            Finding(matrix, laws),
            [.. Claims(context, matrix, laws)],
            [AtlasFigures.Schedules(matrix, frame.Peak), AtlasFigures.Regrets(matrix), Losses(matrix), Regrets(matrix), Judges(laws), Rates(matrix)])
        {
            Limits =
            [
                "Laws know nothing of instability: all schedules share one peak, which the laws are not asked about.",
                "A schedule that falls below the rates of the fitted runs is judged by extrapolation; `anneal optimize` says how much of a gain that is.",
                "The convex bound ranks schedules in the worst case with the base rate tuned for each; it is shown and does not enter the worst regret.",
            ],
        };
    }

    static ScheduleConstraints Frame(StudyContext context, AtlasLaws laws)
    {
        var highest = laws.Laws.Max(law => law.Fit.Runs.IsEmpty ? 0 : law.Fit.Seen.HighestPeak);
        var top = context.Get(peak) is > 0 and var given ? given : highest;
        if (!(top > 0)) throw new InputException("The fits have seen no runs and name no peak; give one with --peak.");
        return new ScheduleConstraints(context.Get(steps), top) { Warmup = context.Get(warmup), Floor = top * context.Get(floor) };
    }

    static string Finding(AtlasMatrix matrix, AtlasLaws laws)
    {
        var (first, last) = (matrix.Order[0], matrix.Schedules.Select((schedule, i) => (schedule, i)).First(row => row.schedule.Name == "cosine to 10 %").i);
        var trusted = matrix.Judges.Count(judge => judge.Counts);
        return $"Judged by {trusted} laws fitted to {laws.Origin}, the schedule that is never bad is **{matrix.Schedules[first].Name}**: at worst it leaves "
            + $"{Digits.Percent(matrix.Worst[first])} of what annealing gains, where cosine to a tenth of the peak "
            + (matrix.Worst[last] > 1 ? "can be worse than a constant rate." : $"leaves {Digits.Percent(matrix.Worst[last])}.");
    }

    static IEnumerable<Claim> Claims(StudyContext context, AtlasMatrix matrix, AtlasLaws laws)
    {
        foreach (var own in matrix.Schedules.Where(schedule => schedule.Optimum is not null))
        {
            var law = own.Optimum!.Law;
            var least = matrix.Schedules.Min(other => law.FinalLoss(other.Path));
            yield return Claim.AtMost(
                $"No other row ends lower than {own.Name} under the law that it minimises", "optimality", (law.FinalLoss(own.Path) - least) / least, 1e-5);
        }

        if (laws.Truth is null) yield break;
        var truth = matrix.Judges.Count - 1;
        var (left, regret) = ("In the simulator the never-bad schedule leaves little of annealing's gain", matrix.Regret[matrix.Order[0], truth]);
        yield return context.IsPublished(peak, floor) && context.IsLarge(steps, warmup)
            ? Claim.AtMost(left, "simulation, expected loss", regret, MostTrueRegret)
            : Claim.Show(left, "simulation, expected loss", regret, 0);
    }

    static StudyTable Losses(AtlasMatrix matrix) => new(
        "losses", "Predicted final loss of each schedule under each law, and its convex bound (in units of D·G).",
        ["schedule", .. matrix.Judges.Select(judge => judge.Name)],
        [.. matrix.Order.Select(i => (Cell[])[matrix.Schedules[i].Name, .. matrix.Judges.Select(judge => Cell.Of(judge.Losses[i], 6))])]);

    static StudyTable Regrets(AtlasMatrix matrix) => new(
        "regrets", "Regret: the share of annealing's gain that is left, by judge, and the worst of those that count.",
        ["schedule", "worst", .. matrix.Judges.Select(judge => judge.Name)],
        [.. matrix.Order.Select(i => (Cell[])[matrix.Schedules[i].Name, matrix.Worst[i], .. matrix.Judges.Select((_, j) => (Cell)matrix.Regret[i, j])])]);

    static StudyTable Judges(AtlasLaws laws) => new(
        "laws", "The laws, their error on runs that were left out, and whether they are asked.",
        ["law", "held-out error", "counts"],
        [.. laws.Laws.Select(law => (Cell[])[law.Name, law.HeldOut, laws.Counts(law) ? "yes" : "no"])]);

    static StudyTable Rates(AtlasMatrix matrix)
    {
        var length = matrix.Schedules[0].Path.Steps;
        var stride = Math.Max(1, length / 1000);
        return new(
            "schedules", "The rates of every schedule.", ["step", .. matrix.Schedules.Select(schedule => schedule.Name)],
            [.. Enumerable.Range(0, length).Where(t => t % stride == 0 || t == length - 1).Select(t =>
                (Cell[])[t, .. matrix.Schedules.Select(schedule => (Cell)schedule.Path.Rates[t])])])
        {
            IsFileOnly = true,
        };
    }
}
