using Anneal.Plotting;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>A mean over seeds of differences at equal seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">Its standard error; NaN of one seed.</param>
readonly record struct Difference(double Mean, double Error)
{
    /// <summary>Of differences.</summary>
    public static Difference Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return new(mean, values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count) : double.NaN);
    }

    /// <summary>The mean in standard errors; infinite or NaN where they are 0.</summary>
    public double Sigmas => Mean / Error;

    /// <summary><c>-0.012 ± 0.003</c>.</summary>
    public override string ToString() => Digits.PlusMinus(Mean, Error);
}
