using System.Collections.Immutable;
using Anneal.Curves;
using MathNet.Numerics.Distributions;

namespace Anneal.Fitting;

/// <summary>A forecast of one run by a fit to the others of its set, and what was measured.</summary>
/// <param name="Set">The set.</param>
/// <param name="Run">The run that was left out.</param>
/// <param name="Errors">log(measured) − log(forecast), a place per scored point.</param>
/// <param name="HalfWidths">The interval's half-width in log loss, at the level of the calibration.</param>
/// <param name="ConstantWidth">The half-width of the rival interval: one width for all, from the residuals on the training runs.</param>
public sealed record CalibrationRun(
    string Set, string Run, ImmutableArray<double> Errors, ImmutableArray<double> HalfWidths, double ConstantWidth)
{
    /// <summary>The share of points inside.</summary>
    public double Coverage => Errors.Zip(HalfWidths).Average(pair => Math.Abs(pair.First) <= pair.Second ? 1.0 : 0.0);

    /// <summary>Whether the last point is inside.</summary>
    public bool FinalIsCovered => Math.Abs(Errors[^1]) <= HalfWidths[^1];
}

/// <summary>How often intervals hold, and how wide they are: each run of each set forecast from the others.</summary>
/// <param name="Level">What the intervals promise.</param>
/// <param name="Runs">The runs left out, in order.</param>
public sealed record Calibration(double Level, ImmutableArray<CalibrationRun> Runs)
{
    /// <summary>The share of all held-out points inside their intervals.</summary>
    public double PointCoverage =>
        Runs.Sum(run => run.Coverage * run.Errors.Length) / Runs.Sum(run => run.Errors.Length);

    /// <summary>The share of final losses inside.</summary>
    public double FinalCoverage => Runs.Average(run => run.FinalIsCovered ? 1.0 : 0.0);

    /// <summary>The range that the share of covered finals falls into with 95 % chance if the intervals keep their promise.</summary>
    public (double Lower, double Upper) BinomialRange => Binomial95(Runs.Length, Level);

    /// <summary>The shares that 95 % of samples of <paramref name="n"/> draws fall into, each a success with probability <paramref name="level"/>.</summary>
    public static (double Lower, double Upper) Binomial95(int n, double level)
    {
        var (lower, upper) = (0, n);
        while (Binomial.CDF(level, n, lower) < 0.025) lower++;
        while (upper > 0 && Binomial.CDF(level, n, upper - 1) > 0.975) upper--;
        return ((double)lower / n, (double)upper / n);
    }

    /// <summary>The median half-width of all points' intervals, in log loss.</summary>
    public double MedianHalfWidth
    {
        get
        {
            double[] widths = [.. Runs.SelectMany(run => run.HalfWidths).Order()];
            return widths[widths.Length / 2];
        }
    }

    /// <summary>The mean interval score over all points, in log loss; smaller is better.</summary>
    public double IntervalScore => Runs.SelectMany(run => run.Errors.Zip(run.HalfWidths, Score)).Average();

    /// <summary>The same of the rival of one width calibrated on the training runs.</summary>
    public double ConstantWidthScore => Runs.SelectMany(run => run.Errors.Select(error => Score(error, run.ConstantWidth))).Average();

    // Gneiting and Raftery 2007: the width, and 2/(1 − level) times how far outside.
    double Score(double error, double halfWidth) =>
        (2 * halfWidth) + (2 / (1 - Level) * Math.Max(0, Math.Abs(error) - halfWidth));

    /// <summary>Leaves each run of each set out in turn and forecasts it.</summary>
    /// <param name="sets">Sets of runs that one law should hold for; at least two runs each.</param>
    /// <param name="options">How to fit; the law is the default one.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="progress">Told the share of runs done.</param>
    /// <param name="cancellation">Stops between fits.</param>
    public static Calibration Of(
        IReadOnlyList<(string Name, IReadOnlyList<TrainingRun> Runs)> sets,
        FitOptions options,
        double level = 0.9,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var found = new List<CalibrationRun>();
        var (total, done) = (sets.Sum(set => set.Runs.Count), 0);
        foreach (var (name, runs) in sets)
        {
            var law = LawSelection.Default;
            var all = Counted(runs);
            var full = LawFitter.Fit(law, all, LawSelection.OptionsFor(law, options), null, cancellation);
            var quick = LawSelection.OptionsFor(law, options) with { StartFrom = full.Law.Theta, Threads = 1 };
            var scored = new CalibrationRun?[runs.Count];
            Parallel.For(
                0,
                runs.Count,
                options.Parallel(cancellation),
                i =>
                {
                    if (Split(runs, i) is not var (train, test)) return;
                    var trial = LawSelection.Try(law, train, quick, cancellation);
                    scored[i] = Score(name, trial.Fit, train, test, level);
                    progress?.Report((double)Interlocked.Increment(ref done) / total);
                });
            found.AddRange(scored.OfType<CalibrationRun>());
        }

        return new(level, [.. found]);
    }

    /// <summary>What is fitted and what is forecast with one run left out; null if either has no points.</summary>
    internal static (FitRun[] Train, FitRun Test)? Split(IReadOnlyList<TrainingRun> runs, int leftOut)
    {
        // Last in the list, the run keeps only rows that no training run has.
        var others = runs.Where((_, j) => j != leftOut).ToArray();
        var train = Counted(others);
        var test = Counted([.. others, runs[leftOut]]).FirstOrDefault(run => run.Run.Name == runs[leftOut].Name);
        return train.Length == 0 || test is null ? null : (train, test);
    }

    internal static FitRun[] Counted(IReadOnlyList<TrainingRun> runs) =>
        [.. CurveHygiene.Inspect(runs).Kept.Select(run => CountedPoints.Of(run)).Where(run => run.Points.Count > 0)];

    /// <summary>Sets a forecast beside what was measured.</summary>
    internal static CalibrationRun Score(string set, Fit fit, FitRun[] train, FitRun test, double level)
    {
        var points = test.Points;
        var forecast = Forecaster.Of(fit, test.Run.Path, points.Steps, level);
        var (errors, widths) = (new double[points.Count], new double[points.Count]);
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = Math.Log(points.Loss[i] / forecast.Loss[i]);
            widths[i] = Math.Log(forecast.Upper[i] / forecast.Loss[i]);
        }

        return new(set, test.Run.Name, [.. errors], [.. widths], ConstantWidth(fit, train, level));
    }

    /// <summary>The quantile of the fit's absolute log residuals at a level.</summary>
    internal static double ConstantWidth(Fit fit, FitRun[] train, double level)
    {
        var residuals = new List<double>();
        foreach (var run in train)
        {
            var loss = fit.Law.Losses(run.Run.Path, run.Points.Steps);
            for (var i = 0; i < loss.Length; i++) residuals.Add(Math.Abs(Math.Log(run.Points.Loss[i] / loss[i])));
        }

        residuals.Sort();
        return residuals[(int)(level * (residuals.Count - 1))];
    }
}
