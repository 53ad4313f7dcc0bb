namespace Anneal.Lab.Studies.Networks;

/// <summary>Spearman's rank correlation.</summary>
static class RankCorrelation
{
    /// <summary>Pearson's correlation of the ranks, equal values sharing their mean rank; NaN where all of one are equal.</summary>
    public static double Of(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var (x, y) = (Ranks(one), Ranks(other));
        var middle = (x.Length - 1) / 2.0;
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (a, b) = (x[i] - middle, y[i] - middle);
            (xx, yy, xy) = (xx + (a * a), yy + (b * b), xy + (a * b));
        }

        return xy / Math.Sqrt(xx * yy);
    }

    static double[] Ranks(ReadOnlySpan<double> values)
    {
        var ranks = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (below, equal) = (0, 0);
            foreach (var value in values)
            {
                if (value < values[i]) below++;
                else if (value == values[i]) equal++;
            }

            ranks[i] = below + ((equal - 1) / 2.0);
        }

        return ranks;
    }
}
