using Anneal.Plotting;

namespace Anneal.Lab.Studies;

/// <summary>The mean of what several seeds gave, and its standard error.</summary>
/// <param name="Mean">Infinite where a run diverged.</param>
/// <param name="Error">The standard error of the mean; NaN for one seed, or where the mean is not finite.</param>
readonly record struct Sample(double Mean, double Error)
{
    /// <summary>Two standard errors below; the mean where there is none.</summary>
    public double Low => double.IsFinite(Error) ? Mean - (2 * Error) : Mean;

    /// <summary>Two standard errors above; the mean where there is none.</summary>
    public double High => double.IsFinite(Error) ? Mean + (2 * Error) : Mean;

    /// <summary><c>-0.012 ± 0.003</c>.</summary>
    public override string ToString() => Digits.PlusMinus(Mean, Error);

    /// <summary>Of at least one value.</summary>
    public static Sample Of(params IReadOnlyList<double> values)
    {
        var (n, mean) = (values.Count, values.Average());
        if (n < 2 || !double.IsFinite(mean)) return new(mean, double.NaN);
        return new(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (n - 1) / n));
    }

    /// <summary>Of the differences a − b of what was measured on the same seeds.</summary>
    public static Sample Paired(IReadOnlyList<double> a, IReadOnlyList<double> b) => Of([.. a.Zip(b, (mine, other) => mine - other)]);
}
