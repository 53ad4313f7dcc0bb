using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>Measured against forecast curves: the paper's Tables 1 and 3 in small, and what the intervals are worth.</summary>
static class ForecastPart
{
    const string Source = "Luo et al. 2025, Table 1 (25M)";

    /// <summary>What was found.</summary>
    public static StudyPart Of(StudyContext context, LawPlan plan, TrainedSet[] sets, Forecasts forecasts)
    {
        var seeds = forecasts.Of("multi-power");
        var written = Mean(seeds);
        return new(
            FormattableString.Invariant($"Fitted to three runs of T = {plan.Steps} updates, the multi-power law forecasts {LawPlan.Unseen.Count} unseen curves with a mean R² of ")
            + $"{Digits.Significant(written.R2, 3)} ({Digits.Significant(Mean(seeds, isLong: false).R2, 3)} without the runs three times as long), a mean error of {Digits.Percent(written.PredE)} and a worst one of "
            + $"{Digits.Percent(written.WorstE)}, mean over curves; the default law with {Digits.Significant(Mean(forecasts.Default).R2, 3)}, and fitted to all curves with {Digits.Significant(Mean(forecasts.Oracle).R2, 3)}.",
            [.. Claims(context, forecasts)],
            [LawFigures.Curves(plan, sets[0], forecasts), LawFigures.Long(plan, sets[0], forecasts), LawFigures.Laws(forecasts), Curves("curves", "multi-power law", forecasts.Of("multi-power")), Curves("curves-default", "default law", forecasts.Default), Laws(forecasts), Intervals(forecasts)]);
    }

    static IEnumerable<Claim> Claims(StudyContext context, Forecasts forecasts)
    {
        var (own, written) = (Mean(forecasts.Default), Mean(forecasts.Of("multi-power")));
        var (statement, ratio) = ("Mean error on unseen curves: the one-power law, which sees no annealing, over the multi-power law", Mean(forecasts.Of("one-power")).PredE / written.PredE);
        yield return context.IsPublished(PretrainLawStudy.Steps, PretrainLawStudy.Seeds, PretrainLawStudy.Peak)
            ? Claim.AtLeast(statement, "Luo et al. 2025, Table 3", ratio, 1.25)
            : Claim.Show(statement, "Luo et al. 2025, Table 3", ratio, 1);
        yield return Claim.Show("Mean R² on unseen curves, multi-power law; the aim is 0.99 (paper: 0.9975)", Source, written.R2, .99);
        yield return Claim.Show("The same without the runs three times as long", Source, Mean(forecasts.Of("multi-power"), isLong: false).R2, .99);
        yield return Claim.Show("Worst relative error of a curve, mean over unseen curves, multi-power law; the aim is 0.01 (paper: 0.0040)", Source, written.WorstE, .01);
        yield return Claim.Show("Worst relative error of all rows of all curves, multi-power law", "this project", forecasts.Of("multi-power").Max(scores => scores.Whole.Max(score => score.WorstE)), .01);
        yield return Claim.Show("Mean R² on unseen curves, default law", "this project", own.R2, .99);
        yield return Claim.Show("Worst relative error of a curve, mean over unseen curves, default law", "this project", own.WorstE, .01);
        var intervals = Scores(forecasts).ToArray();
        if (intervals.Length == 0) yield break;
        yield return Claim.Show("Rows of unseen curves inside the 90 % interval, mean over curves", "this project", intervals.Average(score => score.Coverage), Forecasts.Level);
        yield return Claim.Show(
            FormattableString.Invariant($"Final losses inside the 90 % interval, of {intervals.Length} curves from {forecasts.Default.Length} independent seeds"), "this project",
            intervals.Average(score => score.IsFinalCovered ? 1 : 0), Forecasts.Level);
        yield return Claim.Show("Interval score: mean width and 20 times what lies outside, of the loss, over twice the mean half-width", "Gneiting and Raftery 2007", intervals.Average(score => score.Score) / (2 * intervals.Average(score => score.HalfWidth)), 1);
    }

    static CurveScore Mean(LawScores[] seeds, bool isLong = true) =>
        CurveScore.Mean([.. seeds.SelectMany(scores => scores.Whole.Where((_, c) => isLong || !LawPlan.IsLong(c)))]);

    static IEnumerable<IntervalScore> Scores(Forecasts forecasts) =>
        forecasts.Of("multi-power").SelectMany((score, s) => forecasts.Unseen[s].Select(run => IntervalScore.Of(score.Fit, run, Forecasts.Level))).OfType<IntervalScore>();

    static StudyTable Curves(string name, string law, LawScores[] seeds) => new(
        name, $"The {law} on each unseen curve, mean over seeds: from a tenth of T on, as the paper counts, and on the rows alone that no fitted run shares (the paper's Table 1 in small).",
        ["curve", "R²", "MAE", "RMSE", "PredE", "WorstE", "PredE, new rows", "WorstE, new rows", "error at the end"],
        [
            .. LawPlan.Unseen.Select((name, c) => Row(name, [.. seeds.Select(score => score.Whole[c])], [.. seeds.Select(score => score.New[c])])),
            Row("mean", [.. seeds.SelectMany(score => score.Whole)], [.. seeds.SelectMany(score => score.New)]),
        ]);

    static Cell[] Row(string name, CurveScore[] whole, CurveScore[] unshared)
    {
        var (all, rest) = (CurveScore.Mean(whole), CurveScore.Mean(unshared));
        return
        [
            name, all.R2, Cell.Of(all.Mae, 3), Cell.Of(all.Rmse, 3), Cell.Of(all.PredE, 3), Cell.Of(all.WorstE, 3), Cell.Of(rest.PredE, 3), Cell.Of(rest.WorstE, 3),
            Cell.Of(rest.FinalError, 3),
        ];
    }

    static StudyTable Laws(Forecasts forecasts) => new(
        "laws", "Every law fitted to the same three runs: means over the unseen curves and over seeds, and the standard error of PredE over seeds (the paper's Table 3 in small). The last row is no forecast: it says what the form of the default law and the noise of the losses leave.",
        ["law", "R²", "MAE", "RMSE", "PredE", "WorstE", "PredE, new rows", "± PredE"],
        [.. forecasts.Scores.Select(scores => LawRow(scores[0].Name, scores)), LawRow("default law fitted to all", forecasts.Oracle)]);

    static Cell[] LawRow(string name, LawScores[] scores)
    {
        var mean = Mean(scores);
        return
        [
            name, mean.R2, Cell.Of(mean.Mae, 3), Cell.Of(mean.Rmse, 3), Cell.Of(mean.PredE, 3), Cell.Of(mean.WorstE, 3),
            Cell.Of(CurveScore.Mean([.. scores.SelectMany(score => score.New)]).PredE, 3), Cell.Of(Sample.Of([.. scores.Select(score => score.Mean.PredE)]).Error, 2),
        ];
    }

    static StudyTable Intervals(Forecasts forecasts) => new(
        "intervals", "The multi-power law's 90 % intervals on rows that no fitted run shares: how often they hold, how wide they are (of the loss), and the interval score, the width with 20 times what lies outside.",
        ["curve", "seeds", "rows inside", "final losses inside", "half-width", "interval score"],
        [.. LawPlan.Unseen.Select((name, c) =>
        {
            var scores = forecasts.Of("multi-power").Select((score, s) => IntervalScore.Of(score.Fit, forecasts.Unseen[s][c], Forecasts.Level)).OfType<IntervalScore>().ToArray();
            return (Cell[])
            [
                name, scores.Length, Cell.Of(Average(score => score.Coverage), 3), Cell.Of(Average(score => score.IsFinalCovered ? 1 : 0), 3),
                Cell.Of(Average(score => score.HalfWidth), 3), Cell.Of(Average(score => score.Score), 3),
            ];

            double Average(Func<IntervalScore, double> measure) => scores.Select(measure).DefaultIfEmpty(double.NaN).Average();
        })]);
}
