using Anneal.Lab.Studies.LawAblations;
using Anneal.Lab.Studies.Networks;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies;

/// <summary>What a law of the loss curve needs: which runs, how deep an end, which batch; and what it gives over a law of final losses.</summary>
public sealed class LawAblationsStudy : Study
{
    internal static readonly CountParameter Steps = new("steps", "T, the updates of a run, a twentieth of them warm-up; the horizon that is predicted is three times as long.", 800) { Quick = 100, Min = 60, Max = 100_000 };
    internal static readonly CountParameter Seeds = new("seeds", "Seeds, each a full repetition.", 3) { Quick = 1, Max = 100 };
    internal static readonly NumberParameter Peak = new("peak", "The peak rate.", 2e-3) { Quick = 8e-3, Min = 1e-5, Max = 0.1 };

    /// <inheritdoc/>
    public override string Title => "What a law of the loss curve needs";

    /// <inheritdoc/>
    public override string Question =>
        "Which of the three fitted runs can be left out? Does a law of whole curves from two runs predict a longer horizon better than a data law from six final losses of the same compute? "
        + "And what do the end rate, the batch size and schedules that rise again change?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Luo et al. 2025, A multi-power law for loss curve prediction across learning rate schedules, arXiv:2503.12811 (its ablations)",
        "Hoffmann et al. 2022, Training compute-optimal large language models, arXiv:2203.15556 (the data law)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [Steps, Seeds, Peak];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        var plan = new AblationPlan(context.Get(Steps), context.Get(Peak), context.Seed["polylines"]);
        ulong[] seeds = [.. Enumerable.Range(1, context.Get(Seeds)).Select(i => unchecked(((context.Seed.Key - 1) * 1000) + (ulong)i))];
        var batch = context.Quick ? 8 : 32;
        int[] others = [batch / 2, 2 * batch];
        var sets = new Dictionary<int, TrainedSet[]> { [batch] = Train(context, plan, seeds, batch, plan.Runs, .5) };
        foreach (var other in others) sets[other] = Train(context, plan, seeds, other, plan.AtBatches, .2);
        var fits = Fits.Of(
            context, plan, batch, sets,
            [.. SubsetsPart.Ablations(batch), .. HorizonPart.Ablations(plan, batch), .. EndsPart.Ablations(batch), .. others.SelectMany(BatchesPart.Ablations)], share: .1);
        var branch = context.Do(.02, () => sets[batch][0].IsWhole("WSD linear", context.Cancellation));
        return StudyPart.Join(
            [UnusualPart.Of(fits), SubsetsPart.Of(fits), HorizonPart.Of(fits), EndsPart.Of(fits), BatchesPart.Of(fits, others), new(null, [branch], [])],
            "A transformer of some 29,000 parameters on a synthetic language; the paper's models have 25 to 400 million, and those of 1 billion and its downstream scores are out of reach here.",
            "The seeds are the only independent repetitions: runs of one seed share its weights, its data and mostly a trunk.");
    }

    static TrainedSet[] Train(StudyContext context, AblationPlan plan, ulong[] seeds, int batch, IReadOnlyList<PlannedRun> runs, double share) => TrainedSet.Train(
        context, share, seeds,
        (schedule, seed) => (context.Quick ? SmallNetworks.TinyLanguage(schedule, seed) : SmallNetworks.SteadyLanguage(schedule, seed)) with
        {
            Batch = BatchSizes.Constant(batch),
            EvaluateEvery = Math.Max(1, plan.Steps / (context.Quick ? 25 : 50)),
        },
        plan.Trunk, runs);
}
