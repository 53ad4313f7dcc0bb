namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>Where a function that is known on a grid is least.</summary>
static class GridMinimum
{
    /// <summary>The vertex of the parabola through the least point and its neighbours; the least point itself at an end, or where a neighbour is not finite.</summary>
    /// <param name="x">Ascending, at least one.</param>
    /// <param name="y">As many; infinite ones are never the least unless all are.</param>
    public static double Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var at = Enumerable.Range(0, y.Count).MinBy(i => y[i]);
        if (at == 0 || at == y.Count - 1 || !double.IsFinite(y[at - 1]) || !double.IsFinite(y[at + 1])) return x[at];
        var (left, right) = (x[at - 1] - x[at], x[at + 1] - x[at]);
        var (below, above) = ((y[at - 1] - y[at]) / left, (y[at + 1] - y[at]) / right);
        var bend = (above - below) / (right - left);
        // y = y_at + (below − bend·left) d + bend d²; both neighbours are no lower, so that the vertex lies between them.
        return bend > 0 ? x[at] - ((below - (bend * left)) / (2 * bend)) : x[at];
    }
}
