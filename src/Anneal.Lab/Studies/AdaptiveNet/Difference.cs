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

    /// <summary><c>-0.012 ± 0.003 (language) and 0.002 ± 0.003 (images)</c>.</summary>
    public static string Of<T>(IEnumerable<T> all, Func<T, NetTask> task, Func<T, Difference> difference) =>
        string.Join(" and ", all.Select(one => $"{difference(one)} ({task(one).Short})"));

    /// <summary><c>-0.012 ± 0.003</c>.</summary>
    public override string ToString() => Digits.PlusMinus(Mean, Error);
}
