using System.Collections.Immutable;
using Anneal.Control;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;

namespace Anneal.Cli.Demo;

/// <summary>The main job on the shipped runs: read, fit, forecast what was held out, choose a schedule, try it.</summary>
/// <param name="Read">The runs to fit.</param>
/// <param name="Hygiene">What was found in them.</param>
/// <param name="Trials">The laws tried, the winner first.</param>
/// <param name="Checks">The held-out runs beside their forecasts.</param>
/// <param name="Recommendation">The best schedule for <see cref="TargetSteps"/>, and the customary ones.</param>
/// <param name="Tried">The best schedule and customary ones as they were trained with several seeds; the best first.</param>
sealed record DemoJob(
    RunSet Read,
    CurveHygiene Hygiene,
    ImmutableArray<LawTrial> Trials,
    ImmutableArray<ForecastCheck> Checks,
    Recommendation Recommendation,
    ImmutableArray<TriedSchedule> Tried)
{
    /// <summary>The length of the schedule that is sought.</summary>
    public const int TargetSteps = 2_000;

    /// <summary>Its warm-up.</summary>
    public const int TargetWarmup = 100;

    /// <summary>Its lowest rate after the warm-up: the lowest of the fitted runs, a tenth of their peak.</summary>
    public const double TargetFloor = 2e-4;

    /// <summary>The level of all intervals.</summary>
    public const double Level = 0.9;

    /// <summary>The fit of the law that won.</summary>
    public Fit Fit => Trials[0].Fit;

    /// <summary>The share of held-out rows inside their intervals, all runs together.</summary>
    public double Coverage => Checks.Sum(check => check.Score.Coverage * check.Score.Points) / Checks.Sum(check => check.Score.Points);

    /// <summary>Runs whose last row is inside its interval.</summary>
    public int FinalsCovered => Checks.Count(check => check.IsFinalCovered);

    /// <summary>The unit of the loss.</summary>
    public string? LossUnit => Read.Runs[0].LossUnit;

    /// <summary>Does it all.</summary>
    /// <param name="data">The folder of <c>runs.yaml</c>, <c>heldout.yaml</c> and <c>tried.yaml</c>.</param>
    /// <param name="context">Told how far it is.</param>
    public static DemoJob Run(string data, CommandContext context)
    {
        using var progress = context.Progress("demo", "parts");
        const int Parts = 5;
        var read = Runs.Read([Path.Combine(data, "runs.yaml")], cancellation: context.Cancellation);
        var heldOut = Runs.Read([Path.Combine(data, "heldout.yaml")], cancellation: context.Cancellation);
        var hygiene = CurveHygiene.Inspect(read.Runs, context.Cancellation);
        progress.Report(1, Parts);
        FitRun[] counted = [.. hygiene.Kept.Select(run => CountedPoints.Of(run))];
        var trials = LawSelection.Select(counted, new FitOptions(), null, context.Cancellation);
        progress.Report(2, Parts);
        var fit = trials[0].Fit;
        ForecastCheck[] checks = [.. heldOut.Runs.Select(run => ForecastCheck.Of(fit, run))];
        progress.Report(3, Parts);
        var constraints = new ScheduleConstraints(TargetSteps, fit.Seen.HighestPeak) { Floor = TargetFloor, Warmup = TargetWarmup };
        var found = Recommendation.Of(fit, constraints, level: Level, cancellation: context.Cancellation);
        progress.Report(4, Parts);
        var tried = TriedSchedule.All(fit with { Law = found.Best.Law }, Runs.Read([Path.Combine(data, "tried.yaml")], cancellation: context.Cancellation));
        progress.Report(5, Parts);
        return new DemoJob(read, hygiene, trials, [.. checks], found, tried);
    }
}

/// <summary>A held-out run beside its forecast.</summary>
/// <param name="Run">The run.</param>
/// <param name="Rows">The rows that are scored: from its branch step on.</param>
/// <param name="Forecast">The forecast at those rows.</param>
/// <param name="Score">How they agree.</param>
sealed record ForecastCheck(TrainingRun Run, LossCurve Rows, Forecast Forecast, CurveScore Score)
{
    public bool IsFinalCovered => Rows.Loss[^1] >= Forecast.Lower[^1] && Rows.Loss[^1] <= Forecast.Upper[^1];

    public static ForecastCheck Of(Fit fit, TrainingRun run)
    {
        var rows = run.Curve.Between(Math.Max(run.BranchStep, run.Path.WarmupSteps), run.Path.Steps - 1);
        return new(run, rows, Forecaster.Of(fit, run.Path, rows.Steps, DemoJob.Level), CurveScore.Of(fit, run, level: DemoJob.Level));
    }
}
