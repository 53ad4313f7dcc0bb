using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Laws;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>All laws fitted to every seed's three runs, and their scores on its unseen runs.</summary>
/// <param name="Laws">In the order of tables, the one that the project fits by default first.</param>
/// <param name="Scores">Of each law, of each seed.</param>
/// <param name="Oracle">The default law fitted to all runs of each seed, the unseen ones too: what its form can reach.</param>
/// <param name="Unseen">The unseen runs of each seed.</param>
sealed record Forecasts(IReadOnlyList<LossLaw> Laws, LawScores[][] Scores, LawScores[] Oracle, TrainingRun[][] Unseen)
{
    /// <summary>The level of all intervals.</summary>
    public const double Level = 0.9;

    /// <summary>The laws of the paper's Table 3, after them what this project adds.</summary>
    public static IReadOnlyList<LossLaw> Tried { get; } =
    [
        LawSelection.Default, new MultiPower(), new PathMultiPower(), new TwoExponentMomentum(), new Momentum(), new NoGamma(), new StepPower(), new MultiExponential(),
        new LinearReduction(), new OnePower(),
    ];

    // The short variant fits a few.
    static IReadOnlyList<LossLaw> Few { get; } = [LawSelection.Default, new MultiPower(), new Momentum(), new LinearReduction(), new OnePower()];

    /// <summary>The scores of the law that the project fits by default, a seed each.</summary>
    public LawScores[] Default => Scores[0];

    /// <summary>The scores of a law, a seed each.</summary>
    public LawScores[] Of(string name) => Scores.First(scores => scores[0].Name == name);

    /// <summary>Fits and scores.</summary>
    public static Forecasts Of(StudyContext context, LawPlan plan, TrainedSet[] sets, double share)
    {
        TrainingRun[][] fitted = [.. sets.Select(plan.FittedOf)], unseen = [.. sets.Select(plan.UnseenOf)];
        var options = LawScores.Options(context);
        var laws = context.Quick ? Few : Tried;
        // One place more than laws for the oracle, whose fit is the longest.
        var found = context.Map(share, (laws.Count + 1) * sets.Length, i =>
        {
            var (law, s) = ((i / sets.Length) - 1, i % sets.Length);
            return law < 0
                ? LawScores.Of(LawScores.Fitted(LawSelection.Default, [.. fitted[s], .. unseen[s]], options, context.Cancellation), unseen[s])
                // Runs are held out for the width of the intervals that are judged.
                : laws[law] is MultiPower ? LawScores.Of(laws[law], fitted[s], unseen[s], options, context.Cancellation)
                : LawScores.Of(LawScores.Fitted(laws[law], fitted[s], options, context.Cancellation), unseen[s]);
        });
        return new(laws, [.. laws.Select((_, law) => found[((law + 1) * sets.Length)..((law + 2) * sets.Length)])], found[..sets.Length], unseen);
    }
}
