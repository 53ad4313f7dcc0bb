using Anneal.Lab.Studies.Networks;
using Anneal.Lab.Studies.PretrainLaw;

namespace Anneal.Lab.Studies;

/// <summary>The multi-power law on real training: fitted to three runs of a small language model, held against others, and minimised.</summary>
public sealed class PretrainLawStudy : Study
{
    internal static readonly CountParameter Steps = new("steps", "T, the updates of a run, a tenth of them warm-up; the long runs have three times as many.", 1_200) { Quick = 100, Min = 60, Max = 100_000 };
    internal static readonly CountParameter Seeds = new("seeds", "Seeds, each a full repetition: of the first weights and of where in the data a run begins.", 3) { Quick = 1, Max = 100 };
    internal static readonly NumberParameter Peak = new("peak", "The peak rate.", 2e-3) { Quick = 8e-3, Min = 1e-5, Max = 0.1 };
    internal static readonly NumberParameter Floor = new("floor", "Where the schedules that are compared end, as a share of the peak.", .01) { Min = 1e-4, Max = .5 };

    /// <inheritdoc/>
    public override string Title => "The multi-power law on networks trained here";

    /// <inheritdoc/>
    public override string Question =>
        "Does a law fitted to a constant, a cosine and a two-stage run of a small language model forecast the whole loss curve under schedules and horizons that it has not seen, "
        + "and does the schedule that minimises it train to a lower loss than a cosine and than WSD with its decay found by a grid search?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Luo et al. 2025, A multi-power law for loss curve prediction across learning rate schedules, arXiv:2503.12811",
        "Tissue et al. 2024, Scaling law with learning rate annealing, arXiv:2408.11029 (the momentum law)",
        "Hägele et al. 2024, Scaling laws and compute-optimal training beyond fixed training durations, arXiv:2405.18392 (1 − √ decays)",
        "Gneiting and Raftery 2007, Strictly proper scoring rules, prediction, and estimation (the interval score)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [Steps, Seeds, Peak, Floor];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        var plan = new LawPlan(context.Get(Steps), context.Get(Peak));
        // The seed 1 trains seeds 1, 2, 3 …; another seed others.
        ulong[] own = [.. Enumerable.Range(1, context.Get(Seeds)).Select(i => unchecked(((context.Seed.Key - 1) * 1000) + (ulong)i))];
        var every = Math.Max(1, plan.Steps / (context.Quick ? 25 : 100));
        var sets = TrainedSet.Train(
            context, .55, own, (schedule, seed) => (context.Quick ? SmallNetworks.TinyLanguage(schedule, seed) : SmallNetworks.SteadyLanguage(schedule, seed)) with { EvaluateEvery = every },
            plan.Trunk, plan.Runs, Enumerable.Range(1, 10).Select(i => i * plan.Steps / 10));
        var forecasts = Forecasts.Of(context, plan, sets, share: .1);
        var branch = context.Do(.02, () => sets[0].IsWhole("WSD linear", context.Cancellation));
        var contest = Contest.Of(context, plan, sets, forecasts, plan.Peak * context.Get(Floor), share: .33);
        return StudyPart.Join(
            [ForecastPart.Of(context, plan, sets, forecasts), ContestPart.Of(context, plan, contest), new(null, [branch], [])],
            "A transformer of some 29,000 parameters on a synthetic language, against 25 to 400 million parameters on text in the paper; its models of 1 billion and its downstream scores are out of reach here.",
            "Runs of one seed share the first weights, the order of the data and most of them a trunk, so that their errors go together: the number of independent repetitions is the number of seeds.");
    }
}
