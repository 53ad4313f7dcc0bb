namespace Anneal.Lab.Studies.Networks;

/// <summary>A number that was computed from several seeds, with its standard error.</summary>
/// <param name="Value">From all seeds.</param>
/// <param name="Error">√((n−1)/n Σ (without i − their mean)²), where each is computed without one of the n seeds; NaN with one seed.</param>
/// <remarks>The delete-one jackknife: Tukey 1958. Of a mean it is the usual standard error.</remarks>
readonly record struct Jackknife(double Value, double Error)
{
    /// <summary>From the value of all seeds and those without each.</summary>
    public static Jackknife Of(double all, IReadOnlyList<double> without)
    {
        var n = without.Count;
        if (n < 2) return new(all, double.NaN);
        var mean = without.Average();
        return new(all, Math.Sqrt((n - 1.0) / n * without.Sum(value => (value - mean) * (value - mean))));
    }

    /// <summary>A statistic of a mean over seeds.</summary>
    /// <param name="seeds">How many there are.</param>
    /// <param name="statistic">Of the seeds that it is given.</param>
    public static Jackknife Of(int seeds, Func<IReadOnlyList<int>, double> statistic)
    {
        int[] all = [.. Enumerable.Range(0, seeds)];
        return Of(statistic(all), seeds < 2 ? [] : [.. all.Select(left => statistic([.. all.Where(seed => seed != left)]))]);
    }
}
