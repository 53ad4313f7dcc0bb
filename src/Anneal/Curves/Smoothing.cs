namespace Anneal.Curves;

/// <summary>Suspects losses that were averaged over earlier rows before they were logged.</summary>
public static class Smoothing
{
    const int Half = 10;
    const int FewestResiduals = 30;
    const double SameRate = 0.01;

    /// <summary>From this correlation on, smoothing is suspected; independent noise gives about −0.1, and at most 0.06.</summary>
    public const double Suspicious = 0.25;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "smoothing is suspected when the residuals of the log loss about a parabola through 21 rows, in the last two thirds of the "
        + "longest stretch of constant rate, have a correlation from row to row of 0.25 or more";

    // Weights of the value at the middle of the least-squares parabola through 2m + 1 even rows, m = Half:
    // 3 (3m² + 3m − 1 − 5j²) / ((2m − 1)(2m + 1)(2m + 3)) (Savitzky and Golay 1964).
    static readonly double[] Weights = [.. Enumerable.Range(-Half, (2 * Half) + 1)
        .Select(j => 3.0 * ((3 * Half * Half) + (3 * Half) - 1 - (5 * j * j)) / (((2 * Half) - 1) * ((2 * Half) + 1) * ((2 * Half) + 3)))];

    /// <summary>
    /// The correlation of neighbouring residuals. Only rows at a constant rate count: after a change of the rate the loss bends
    /// more than a parabola, which looks the same.
    /// </summary>
    /// <returns>A number in −1 … 1; NaN for fewer than 30 residuals, or where there is no noise at all.</returns>
    public static double Correlation(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (from, to) = LongestConstant(run);
        from += (to - from) / 3;
        var count = to - from - (2 * Half);
        if (count < FewestResiduals) return double.NaN;
        var logs = new double[to - from];
        for (var i = 0; i < logs.Length; i++) logs[i] = Math.Log(run.Curve.Loss[from + i]);
        var residuals = new double[count];
        for (var i = 0; i < count; i++)
        {
            var smooth = 0.0;
            for (var j = 0; j < Weights.Length; j++) smooth += Weights[j] * logs[i + j];
            residuals[i] = logs[i + Half] - smooth;
        }

        var (products, squares) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            squares += residuals[i] * residuals[i];
            if (i > 0) products += residuals[i] * residuals[i - 1];
        }

        return squares > 0 ? products / squares : double.NaN;
    }

    static (int From, int To) LongestConstant(TrainingRun run)
    {
        var (steps, schedule) = (run.Curve.Steps.ToArray(), run.Schedule);
        var (best, from) = ((From: 0, To: 0), 0);
        for (var i = 0; i <= steps.Length; i++)
        {
            if (i < steps.Length && Math.Abs(schedule[steps[i]] - schedule[steps[from]]) <= SameRate * schedule[steps[from]]) continue;
            if (i - from > best.To - best.From) best = (from, i);
            from = i;
        }

        return best;
    }
}
