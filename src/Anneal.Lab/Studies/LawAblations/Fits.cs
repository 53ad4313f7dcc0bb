using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Lab.Studies.PretrainLaw;
using Anneal.Laws;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>A law fitted to some runs of each seed.</summary>
/// <param name="Law">The law.</param>
/// <param name="Batch">The batch size of the runs.</param>
/// <param name="Names">The runs.</param>
sealed record Ablation(LossLaw Law, int Batch, params IReadOnlyList<string> Names)
{
    /// <summary>What it was fitted to, as tables say it.</summary>
    public string Runs => string.Join(" + ", Names);
}

/// <summary>The runs of the study by batch size, and every fit to them.</summary>
/// <param name="Plan">What was trained.</param>
/// <param name="Batch">The study's own batch size.</param>
/// <param name="Sets">By batch size, a set for each seed.</param>
/// <param name="Fitted">By what was asked for, a fit for each seed.</param>
sealed record Fits(AblationPlan Plan, int Batch, IReadOnlyDictionary<int, TrainedSet[]> Sets, IReadOnlyDictionary<string, Fit[]> Fitted)
{
    /// <summary>The laws that are compared: the project's own default and the paper's.</summary>
    public static IReadOnlyList<LossLaw> Laws { get; } = [LawSelection.Default, new MultiPower()];

    /// <summary>A fit for each seed.</summary>
    public Fit[] Of(Ablation ablation) => Fitted[Key(ablation)];

    /// <summary>Runs of a seed at the study's own batch size.</summary>
    public TrainingRun[] Runs(int seed, params IEnumerable<string> names) => Plan.Of(Sets[Batch][seed], names);

    /// <summary>Scores of a fit's forecasts, by seed and run.</summary>
    public CurveScore[][] Scores(Ablation ablation, IReadOnlyList<string> unseen, bool isNewOnly = false) =>
        [.. Of(ablation).Select((fit, s) => Plan.Of(Sets[ablation.Batch][s], unseen).Select(run => LawScores.Score(fit, run, isNewOnly ? run.BranchStep : 0)).ToArray())];

    /// <summary>Fits all.</summary>
    public static Fits Of(StudyContext context, AblationPlan plan, int batch, IReadOnlyDictionary<int, TrainedSet[]> sets, IReadOnlyList<Ablation> ablations, double share)
    {
        var (options, seeds) = (LawScores.Options(context), sets[batch].Length);
        Ablation[] distinct = [.. ablations.DistinctBy(Key, StringComparer.Ordinal)];
        var fits = context.Map(share, distinct.Length * seeds, i =>
        {
            var (ablation, s) = (distinct[i / seeds], i % seeds);
            var runs = plan.Of(sets[ablation.Batch][s], ablation.Names);
            return ablation.Law is DataLaw ? OfFinals(runs, options, context.Cancellation)
                : LawScores.Fitted(ablation.Law, runs, options, context.Cancellation);
        });
        return new(plan, batch, sets, distinct.Select((ablation, a) => (Key(ablation), fits[(a * seeds)..((a + 1) * seeds)])).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal));
    }

    static Fit OfFinals(TrainingRun[] runs, FitOptions options, CancellationToken cancellation) => LawFitter.Fit(
        new DataLaw(), [.. runs.Select(run => new FitRun(run, run.Curve.Between(run.Path.Steps - 1, run.Path.Steps - 1))).Where(run => run.Points.Count > 0)],
        options, null, cancellation);

    static string Key(Ablation ablation) => FormattableString.Invariant($"{ablation.Law.Card.Name}|{ablation.Batch}|{ablation.Runs}");
}
