namespace Anneal.Lab.Studies;

/// <summary>A geometric mean over runs and the standard error of its logarithm.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">The standard error of ln mean.</param>
readonly record struct GeometricMean(double Mean, double Error)
{
    /// <summary>Two standard errors below.</summary>
    public double Low => Mean * Math.Exp(-2 * Error);

    /// <summary>Two standard errors above.</summary>
    public double High => Mean * Math.Exp(2 * Error);

    /// <summary>Of so many runs.</summary>
    public static GeometricMean Of(int runs, Func<int, double> each)
    {
        var logs = Sample.Of([.. Enumerable.Range(0, runs).Select(i => Math.Log(each(i)))]);
        return new(Math.Exp(logs.Mean), logs.Error);
    }

    /// <summary>Of the ratios of pairs.</summary>
    public static GeometricMean OfRatios(IReadOnlyList<double> values, IReadOnlyList<double> references) =>
        Of(values.Count, i => values[i] / references[i]);
}
