using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>One law fitted to some runs, and how it forecasts others.</summary>
/// <param name="Fit">The fit.</param>
/// <param name="Whole">The score of each forecast curve from the end of its transient on, as the paper counts.</param>
/// <param name="New">Of the rows alone that no fitted run shares.</param>
sealed record LawScores(Fit Fit, CurveScore[] Whole, CurveScore[] New)
{
    /// <summary>The law's name.</summary>
    public string Name => Fit.Law.Law.Card.Name;

    /// <summary>The mean over curves of each measure.</summary>
    public CurveScore Mean => CurveScore.Mean(Whole);

    /// <summary>Fits, holds the fitted runs out in turn for the width of intervals, and scores.</summary>
    /// <param name="law">The law.</param>
    /// <param name="fitted">What it is fitted to.</param>
    /// <param name="unseen">What it forecasts.</param>
    /// <param name="options">How it is fitted.</param>
    /// <param name="cancellation">Stops between fits.</param>
    public static LawScores Of(LossLaw law, IReadOnlyList<TrainingRun> fitted, IReadOnlyList<TrainingRun> unseen, FitOptions options, CancellationToken cancellation)
    {
        FitRun[] counted = [.. fitted.Select(run => CountedPoints.Of(run)).Where(run => run.Points.Count > 0)];
        return Of(LawSelection.Try(law, counted, options, cancellation).Fit, unseen);
    }

    /// <summary>How laws are fitted: on the thread that asks, and for the short variant not to the last digit.</summary>
    public static FitOptions Options(StudyContext context) => context.Quick ? new() { Threads = 1, Starts = 1, MaxIterations = 80 } : new() { Threads = 1 };

    /// <summary>Fits without holding runs out; the intervals then have the documented width.</summary>
    public static Fit Fitted(LossLaw law, IReadOnlyList<TrainingRun> runs, FitOptions options, CancellationToken cancellation) => LawFitter.Fit(
        law, [.. runs.Select(run => CountedPoints.Of(run)).Where(run => run.Points.Count > 0)], LawSelection.OptionsFor(law, options), null, cancellation);

    /// <summary>Scores a fit.</summary>
    public static LawScores Of(Fit fit, IReadOnlyList<TrainingRun> unseen) => new(
        fit, [.. unseen.Select(run => Score(fit, run, 0))], [.. unseen.Select(run => Score(fit, run, run.BranchStep))]);

    /// <summary>How a fit meets the counted rows of a run from a step on; nothing but NaN where there are none, as in a run that diverged.</summary>
    public static CurveScore Score(Fit fit, TrainingRun run, int from)
    {
        var rows = LawPlan.Rows(run).Between(from, int.MaxValue);
        return rows.Count == 0
            ? new(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)
            : CurveScore.Of(rows.Loss, fit.Law.Losses(run.Path, rows.Steps));
    }
}
