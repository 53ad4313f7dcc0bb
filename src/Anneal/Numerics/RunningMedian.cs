namespace Anneal.Numerics;

/// <summary>The median of a window that slides over a series.</summary>
static class RunningMedian
{
    /// <summary>
    /// result_t = the median of series_{t−r} … series_{t+r}; before its first place the series repeats its first value, beyond its last
    /// one it is mirrored about it.
    /// </summary>
    /// <param name="series">Finite numbers, more than r of them.</param>
    /// <param name="radius">r, at least 0.</param>
    /// <param name="result">A place per number.</param>
    public static void Of(ReadOnlySpan<double> series, int radius, Span<double> result)
    {
        Require.SameLength(result.Length, series.Length, nameof(result), nameof(series));
        if (radius >= series.Length) throw new ArgumentException("The window reaches beyond the mirrored series.", nameof(radius));
        // Sorted; a place is found by halving, and moving what lies above it is one copy.
        var window = new List<double>((2 * radius) + 1);
        for (var s = -radius; s <= radius; s++) Insert(window, At(series, s));
        for (var t = 0; t < series.Length; t++)
        {
            result[t] = window[radius];
            window.RemoveAt(window.BinarySearch(At(series, t - radius)));
            Insert(window, At(series, t + radius + 1));
        }
    }

    static double At(ReadOnlySpan<double> series, int s) =>
        series[s < 0 ? 0 : s < series.Length ? s : Math.Max(0, (2 * (series.Length - 1)) - s)];

    static void Insert(List<double> window, double value)
    {
        var place = window.BinarySearch(value);
        window.Insert(place < 0 ? ~place : place, value);
    }
}
