namespace Anneal.Plotting;

/// <summary>A curve in one line of text.</summary>
public static class Sparkline
{
    const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// One bar of eight heights for the mean of each part of the values, from the lowest part to the highest; a part
    /// without a finite value is blank, a curve without a range is flat and low.
    /// </summary>
    /// <param name="values">The curve.</param>
    /// <param name="width">The number of parts at most, at least 1; fewer values make as many bars as they are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below 1.</exception>
    public static string Of(ReadOnlySpan<double> values, int width = 40)
    {
        var means = new double[Math.Min(Require.Positive(width), values.Length)];
        var extent = new Extent(AxisScale.Linear);
        for (var i = 0; i < means.Length; i++)
        {
            var part = values[(int)((long)values.Length * i / means.Length)..(int)((long)values.Length * (i + 1) / means.Length)];
            means[i] = Mean(part);
            extent.Include(means[i]);
        }
        return string.Create(means.Length, (means, extent), static (text, state) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Bar(state.means[i], state.extent);
        });
    }

    static char Bar(double mean, Extent extent)
    {
        if (double.IsNaN(mean))
            return ' ';
        var range = extent.Upper - extent.Lower;
        return Bars[range > 0 ? Math.Clamp((int)((mean - extent.Lower) / range * Bars.Length), 0, Bars.Length - 1) : 0];
    }

    static double Mean(ReadOnlySpan<double> part)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in part)
        {
            if (!double.IsFinite(value))
                continue;
            sum += value;
            count++;
        }
        return sum / count;
    }
}
