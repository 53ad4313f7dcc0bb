using Anneal.Curves;
using Anneal.Fitting;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>How well the intervals of a forecast hold, on the log of the loss.</summary>
/// <param name="Coverage">The share of rows inside.</param>
/// <param name="HalfWidth">The mean half-width.</param>
/// <param name="Score">The mean of the width plus 2/(1 − level) times how far a row is outside; smaller is better.</param>
/// <param name="IsFinalCovered">Whether the last row is inside.</param>
/// <remarks>Source: Gneiting and Raftery 2007, Strictly proper scoring rules, section 6.2.</remarks>
readonly record struct IntervalScore(double Coverage, double HalfWidth, double Score, bool IsFinalCovered)
{
    /// <summary>Of intervals lower[i] … upper[i] and the measured losses, at least one.</summary>
    public static IntervalScore Of(ReadOnlySpan<double> measured, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double level)
    {
        var (inside, width, score) = (0.0, 0.0, 0.0);
        var n = measured.Length;
        var covered = false;
        for (var i = 0; i < n; i++)
        {
            var own = Math.Log(upper[i] / lower[i]);
            var outside = Math.Max(0, Math.Max(Math.Log(lower[i] / measured[i]), Math.Log(measured[i] / upper[i])));
            covered = outside == 0;
            inside += covered ? 1.0 / n : 0;
            width += own / 2 / n;
            score += (own + (2 / (1 - level) * outside)) / n;
        }

        return new(inside, width, score, covered);
    }

    /// <summary>Of a run's rows that no fitted run shares; null where there are none.</summary>
    public static IntervalScore? Of(Fit fit, TrainingRun run, double level)
    {
        var rows = LawPlan.Rows(run).Between(run.BranchStep, int.MaxValue);
        if (rows.Count == 0) return null;
        var forecast = Forecaster.Of(fit, run.Path, rows.Steps, level);
        return forecast.Lower.IsEmpty ? null : Of(rows.Loss, forecast.Lower.AsSpan(), forecast.Upper.AsSpan(), level);
    }
}
