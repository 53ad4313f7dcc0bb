using Anneal.Curves;

namespace Anneal.Fitting;

/// <summary>How well predicted losses f meet the measured ones y of one run.</summary>
/// <param name="Points">The number of rows compared.</param>
/// <param name="R2">1 − Σ(y − f)² / Σ(y − ȳ)²; NaN where y does not vary.</param>
/// <param name="Mae">mean |y − f|.</param>
/// <param name="Rmse">√ mean (y − f)².</param>
/// <param name="PredE">mean |y − f| / y.</param>
/// <param name="WorstE">max |y − f| / y.</param>
/// <param name="FinalError">f − y at the last row.</param>
/// <param name="Coverage">The share of rows inside the interval; NaN without one.</param>
/// <remarks>Source: the definitions of Luo et al. 2025, arXiv:2503.12811, section 4.</remarks>
public readonly record struct CurveScore(
    int Points, double R2, double Mae, double Rmse, double PredE, double WorstE, double FinalError, double Coverage)
{
    const int WindowNodes = 8;

    /// <summary>Compares, row by row.</summary>
    /// <param name="measured">y, at least one.</param>
    /// <param name="predicted">f, as many.</param>
    public static CurveScore Of(ReadOnlySpan<double> measured, ReadOnlySpan<double> predicted)
    {
        Require.SameLength(predicted.Length, Require.Positive(measured.Length, "rows"), nameof(predicted), nameof(measured));
        var n = measured.Length;
        var mean = 0.0;
        foreach (var y in measured) mean += y / n;
        var (squares, spread, sizes, shares, worst) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var size = Math.Abs(measured[i] - predicted[i]);
            squares += size * size;
            spread += (measured[i] - mean) * (measured[i] - mean);
            sizes += size;
            shares += size / measured[i];
            worst = Math.Max(worst, size / measured[i]);
        }

        var r2 = spread > 0 ? 1 - (squares / spread) : double.NaN;
        return new(n, r2, sizes / n, Math.Sqrt(squares / n), shares / n, worst, predicted[^1] - measured[^1], double.NaN);
    }

    /// <summary>
    /// Compares a fit with the rows of a run from <paramref name="from"/> on, or from its branch step if that is later; rows
    /// within the warm-up are left out. A run whose log averages over a window is met by the law's mean over the window.
    /// </summary>
    /// <param name="fit">The fit.</param>
    /// <param name="run">The run.</param>
    /// <param name="from">The first step that may count.</param>
    /// <param name="level">The share of measurements that the interval should hold.</param>
    /// <exception cref="InputException">No row is left.</exception>
    public static CurveScore Of(Fit fit, TrainingRun run, int from = 0, double level = 0.9)
    {
        var first = Math.Max(Math.Max(from, run.BranchStep), run.Path.WarmupSteps);
        var rows = run.Curve.Between(first, run.Path.Steps - 1);
        if (rows.Count == 0)
            throw new InputException(Text.Of($"{run.Name}: no row can be scored; its log ends at step {run.Curve.Steps[^1]}, before step {first}."));
        var forecast = Forecaster.Of(fit, run.Path, rows.Steps, level);
        var predicted = run.Window == 1 ? forecast.Loss.ToArray() : Averaged(fit, run, rows.Steps);
        var score = Of(rows.Loss, predicted);
        if (forecast.Lower.IsEmpty) return score;
        var inside = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            // The interval of the point value, moved to the window's mean.
            var y = rows.Loss[i] * forecast.Loss[i] / predicted[i];
            if (y >= forecast.Lower[i] && y <= forecast.Upper[i]) inside++;
        }

        return score with { Coverage = (double)inside / rows.Count };
    }

    /// <summary>The mean of each measure over runs; their points in all.</summary>
    public static CurveScore Mean(IReadOnlyList<CurveScore> scores) => new(
        scores.Sum(score => score.Points),
        scores.Average(score => score.R2),
        scores.Average(score => score.Mae),
        scores.Average(score => score.Rmse),
        scores.Average(score => score.PredE),
        scores.Average(score => score.WorstE),
        scores.Average(score => score.FinalError),
        scores.Average(score => score.Coverage));

    static double[] Averaged(Fit fit, TrainingRun run, ReadOnlySpan<int> steps)
    {
        var nodes = Math.Min(run.Window, WindowNodes);
        var mean = new double[steps.Length];
        for (var j = 0; j < nodes; j++)
        {
            var back = (int)((j + 0.5) * run.Window / nodes);
            int[] shifted = [.. steps];
            for (var i = 0; i < shifted.Length; i++) shifted[i] = Math.Max(0, shifted[i] - back);
            var loss = fit.Law.Losses(run.Path, shifted);
            for (var i = 0; i < mean.Length; i++) mean[i] += loss[i] / nodes;
        }

        return mean;
    }
}
