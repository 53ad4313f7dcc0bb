using Anneal.Cli.Planning;
using Anneal.Plotting;

namespace Anneal.Cli.Demo;

/// <summary>The page that <c>anneal demo</c> writes.</summary>
static class DemoReport
{
    // Two of the held-out runs in full; the others are folded.
    static readonly string[] Shown = ["wsd-linear", "two-stage-2e-4"];

    /// <summary>The page.</summary>
    /// <param name="job">What was done.</param>
    /// <param name="next">Commands to type, each with its meaning.</param>
    public static HtmlReport Of(DemoJob job, IReadOnlyList<Example> next)
    {
        var text = new DemoText(job);
        var report = new HtmlReport("From three short runs to a forecast and a better schedule")
        {
            Lead = $"{Digits.Count(job.Hygiene.Runs.Length)} training runs of up to {Digits.Count(job.Fit.Seen.Steps)} steps; "
                + $"forecasts of {Digits.Count(job.Checks.Length)} other schedules; the best schedule of {Digits.Count(DemoJob.TargetSteps)} steps.",
            Footer = $"Written by `anneal demo`, anneal {VersionPage.Release}. The runs were trained by `anneal train`; tools/curves/train.sh trains them again.",
        };
        return report
            .Section("In short", [ReportBlock.Callout(CalloutKind.Note, DemoText.Origin), Tiles(job)])
            .Section("What was read", [.. Read(job, text)])
            .Section("Which law", [.. Laws(text)])
            .Section("Its parameters", [.. Parameters(job, text)])
            .Section("Forecasts of runs that were not fitted", [.. Checks(job, text)])
            .Section("The best schedule", [.. Best(job)])
            .Section("Trying it", [.. Tried(job, text)])
            .Section("What to type next", [.. next.SelectMany(example => (ReportBlock[])[ReportBlock.Paragraph(example.Meaning + ":"), ReportBlock.Code(example.Line)])]);
    }

    static ReportBlock Tiles(DemoJob job)
    {
        var (final, best, cosine) = (job.Recommendation.Final, job.Tried[0], job.Tried.First(tried => tried.Name == "cosine"));
        var (gained, error) = cosine.GainOf(best);
        return ReportBlock.Tiles(
            new ReportTile("Rows in their interval", Digits.Percent(job.Coverage, 3), $"{Digits.Percent(DemoJob.Level)} intended, on runs that were not fitted"),
            new ReportTile("Law’s own error", Digits.Percent(job.Fit.ModelError.Level), "of the loss, as intervals take it"),
            new ReportTile("Best final loss", Digits.Within(final.Loss[0], 1e-3), $"{Digits.Interval(final.Lower[0], final.Upper[0])}, {Digits.Count(DemoJob.TargetSteps)} steps; trained: {Digits.PlusMinus(best.Mean, best.Deviation)}"),
            new ReportTile("Trained, below cosine by", Digits.PlusMinus(gained, error), $"{Digits.Within(cosine.Gain!.Difference, 1e-3)} predicted, {Digits.Interval(cosine.Gain.Lower!.Value, cosine.Gain.Upper!.Value)}: {BaselineTable.Say(cosine.Gain)}"));
    }

    static IEnumerable<ReportBlock> Read(DemoJob job, DemoText text)
    {
        yield return ReportBlock.Table(text.Runs(), "The fitted runs. Noise is the standard deviation of one logged loss about its smooth course.");
        if (job.Hygiene.Sentences.Count > 0) yield return ReportBlock.Bullets([.. job.Hygiene.Sentences.Select(sentence => $"{sentence}.")]);
        yield return ReportBlock.Picture(DemoFigures.Read(job), "Every logged row that counts and the fitted law through it; the rates below.");
    }

    static IEnumerable<ReportBlock> Laws(DemoText text)
    {
        yield return ReportBlock.Paragraph($"{text.Winner()} A law is chosen by its error on runs that it was not fitted to, never by how well it fits.");
        yield return ReportBlock.Table(text.Laws(), "Each run is left out in turn and forecast from the others: the mean over runs of the root mean square error, in nats per token.");
        yield return ReportBlock.Paragraph($"The law’s own error is {text.ModelError}. It is part of every interval below, and grows with the distance from what was fitted.");
    }

    static IEnumerable<ReportBlock> Parameters(DemoJob job, DemoText text)
    {
        var card = job.Fit.Law.Law.Card;
        yield return ReportBlock.Code(card.Formula);
        yield return ReportBlock.Paragraph($"Source: {card.Source}.");
        yield return ReportBlock.Table(text.Parameters(), $"The {card.Title}, with one standard error. “Determined”: the runs alone say so, without a prior.");
        if (!job.Fit.Notes.IsEmpty) yield return ReportBlock.Bullets([.. job.Fit.Notes]);
        var correlations = text.Correlations();
        yield return ReportBlock.Paragraph(correlations.Count > 0
            ? $"Strongly correlated, so that only a combination is known: {string.Join("; ", correlations)}."
            : "No two parameters are correlated by more than 0.95.");
        yield return job.Fit.Unidentified.IsEmpty
            ? ReportBlock.Paragraph("These runs determine every parameter.")
            : ReportBlock.Bullets([.. job.Fit.Unidentified.Select(found => $"**{found.Parameter}.** {found.Reason} {found.Remedy}")]);
        yield return ReportBlock.Picture(DemoFigures.Residuals(job), "What the fit leaves. A pattern over many rows is the law’s own error; scatter is measurement noise.");
        yield return ReportBlock.Table(text.Residuals(), "The same in numbers, in nats per token.");
    }

    static IEnumerable<ReportBlock> Checks(DemoJob job, DemoText text)
    {
        yield return ReportBlock.Paragraph($"**{text.CoverageSentence()}** None of these runs was fitted; of a branch only the rows after it leaves its trunk count.");
        yield return ReportBlock.Picture(DemoFigures.Longest(job), "The longest held-out runs. The bands widen where the steps leave what was fitted.");
        yield return ReportBlock.Table(text.Checks(), "Held-out runs and their forecasts. The horizon of the long runs is three times that of the fitted ones, and `cyclic` raises the rate again.");
        yield return ReportBlock.Picture(DemoFigures.Checks(job), "Logged loss less its forecast, in the forecast’s interval.");
        foreach (var check in job.Checks.Where(check => Shown.Contains(check.Run.Name)))
            yield return Picture(job, check);
        yield return ReportBlock.Details("The other held-out runs", [.. job.Checks.Where(check => !Shown.Contains(check.Run.Name)).Select(check => Picture(job, check))]);
    }

    static ReportBlock Picture(DemoJob job, ForecastCheck check) => ReportBlock.Picture(
        DemoFigures.Check(job, check),
        $"`{check.Run.Schedule.Describe()}`{(check.Forecast.Warnings.IsEmpty ? "." : $". {string.Join(" ", check.Forecast.Warnings)}")}");

    static IEnumerable<ReportBlock> Best(DemoJob job)
    {
        var found = job.Recommendation;
        var floor = Digits.Significant(DemoJob.TargetFloor);
        yield return ReportBlock.Paragraph(
            $"Of {Digits.Count(DemoJob.TargetSteps)} steps with a warm-up of {Digits.Count(DemoJob.TargetWarmup)}, a peak of {Digits.Significant(job.Fit.Seen.HighestPeak)} and a floor of {floor}, "
            + $"the lowest rate in the fitted runs. The decay begins at step {Digits.Count(found.Best.DecayStart)}:");
        yield return ReportBlock.Code(ShortSpec.Of(found.Best).ToString());
        yield return ReportBlock.Picture(
            ScheduleFigures.LossAndRate(job.Fit, found, job.LossUnit), "The best schedule, the best customary one and a cosine under the fitted law. The band is the forecast’s interval.");
        yield return ReportBlock.Table(BaselineTable.Of(found), "Customary schedules at their own best decay length. “Better” is only said where the interval of the difference, the law’s own error included, excludes zero.");
        yield return ReportBlock.Picture(ScheduleFigures.Gains(found), "The same differences. Where the whisker crosses zero, the fit cannot tell the two schedules apart.");
        if (found.Best.Notes.Count > 0) yield return ReportBlock.Bullets([.. found.Best.Notes]);
    }

    static IEnumerable<ReportBlock> Tried(DemoJob job, DemoText text)
    {
        yield return ReportBlock.Paragraph(
            $"The schedule that this fit chose was then trained, and customary ones beside it, on the same batches. **{text.TriedSentence()}** Of a trained loss, ± is the standard deviation over seeds; of a gain, the standard error of its mean over seeds.");
        yield return ReportBlock.Picture(DemoFigures.Tried(job), "Predicted final losses, and those of the runs that were trained.");
        yield return ReportBlock.Table(text.Tried(), "Predicted and trained final losses, and what the best schedule gains over each other one.");
    }
}
