namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>
/// What a noisy loss is at a place between its evaluations: the least-squares line through those within a window, read in its middle.
/// </summary>
static class LocalLine
{
    /// <summary>The line's value.</summary>
    /// <param name="x">Places, ascending.</param>
    /// <param name="y">Losses there.</param>
    /// <param name="at">Where it is read.</param>
    /// <param name="half">Half of the window's width; widened to the two nearest places where it holds fewer.</param>
    public static double At(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double at, double half)
    {
        var (from, to) = (0, x.Length);
        while (from < x.Length && x[from] < at - half) from++;
        while (to > from && x[to - 1] > at + half) to--;
        while (to - from < 2 && to - from < x.Length)
        {
            if (to == x.Length || (from > 0 && at - x[from - 1] <= x[to] - at)) from--;
            else to++;
        }

        var (meanX, meanY) = (0.0, 0.0);
        for (var i = from; i < to; i++)
        {
            meanX += x[i] / (to - from);
            meanY += y[i] / (to - from);
        }

        var (xx, xy) = (0.0, 0.0);
        for (var i = from; i < to; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        return xx > 0 ? meanY + (xy / xx * (at - meanX)) : meanY;
    }
}
