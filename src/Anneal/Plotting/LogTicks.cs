namespace Anneal.Plotting;

/// <summary>Round numbers on a logarithmic axis.</summary>
static class LogTicks
{
    static readonly double[][] Multipliers = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5], [1, 2, 3, 4, 6, 8], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

    /// <summary>
    /// The labelled values inside [lower, upper]: every n-th decade over a wide range, then decades with more and more
    /// of their multiples, and evenly spaced round numbers where even the nine multiples leave fewer than three.
    /// </summary>
    /// <param name="lower">The low end, above 0.</param>
    /// <param name="upper">The high end, above <paramref name="lower"/> by more than rounding.</param>
    /// <param name="most">The number of ticks wished for at most, from 3.</param>
    /// <returns>At least 3 ascending values, and their step where they are evenly spaced, else 0.</returns>
    public static (double[] Values, double Step) Between(double lower, double upper, int most)
    {
        double[] best = [];
        var decades = (int)Math.Ceiling(Math.Log10(upper) - Math.Log10(lower));
        for (var stride = Math.Max(1, decades); stride > 1; stride--)
        {
            if (!Improve(Collect(lower, upper, stride, Multipliers[0]), most, ref best))
                return (best, 0);
        }
        foreach (var multipliers in Multipliers)
        {
            if (!Improve(Collect(lower, upper, 1, multipliers), most, ref best))
                return (best, 0);
        }
        return best.Length >= 5 ? (best, 0) : LinearTicks.Between(lower, upper, most);
    }

    /// <summary>The unlabelled values between: the nine multiples, or the decades where only some are labelled; none over a short range.</summary>
    public static double[] Minor(double lower, double upper) => (upper / lower) switch
    {
        < 2 => [],
        < 1e7 => Collect(lower, upper, 1, Multipliers[^1]),
        _ => Collect(lower, upper, 1, Multipliers[0]),
    };

    /// <summary>Takes the finer ticks unless they are too many and there are enough already; false to stop.</summary>
    static bool Improve(double[] finer, int most, ref double[] best)
    {
        if (finer.Length > most && best.Length >= 3)
            return false;
        best = finer;
        return finer.Length <= most;
    }

    static double[] Collect(double lower, double upper, int stride, double[] multipliers)
    {
        var values = new List<double>();
        var first = (int)Math.Floor(Math.Log10(lower)) - 1;
        var last = (int)Math.Ceiling(Math.Log10(upper)) + 1;
        for (var k = first; k <= last; k++)
        {
            if (k % stride != 0)
                continue;
            foreach (var multiplier in multipliers)
            {
                var value = k < 0 ? multiplier / Math.Pow(10, -k) : multiplier * Math.Pow(10, k);
                if (value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9))
                    values.Add(Math.Clamp(value, lower, upper));
            }
        }
        return [.. values];
    }
}
