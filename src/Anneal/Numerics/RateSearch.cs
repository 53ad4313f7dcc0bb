namespace Anneal.Numerics;

/// <summary>The best base rate of a schedule, as a patient engineer would tune it.</summary>
public static class RateSearch
{
    const double Golden = 0.3819660112501051;

    /// <summary>
    /// Looks at a grid, even in the logarithm, then closes in on its best place by golden sections: the global minimum wherever no
    /// second valley fits between two places of the grid.
    /// </summary>
    /// <param name="loss">The loss at a rate; what is not a number counts as infinite.</param>
    /// <param name="low">The lowest rate, above 0.</param>
    /// <param name="high">The highest rate, above <paramref name="low"/>.</param>
    /// <param name="places">Places of the grid, from 3.</param>
    /// <param name="tolerance">Relative width of the last bracket.</param>
    /// <returns>The rate and its loss; the rate is an end of the range where the loss is least there.</returns>
    public static (double Rate, double Loss) Best(Func<double, double> loss, double low, double high, int places = 17, double tolerance = 1e-4)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(low);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 3);
        var (from, step) = (Math.Log(low), Math.Log(high / low) / (places - 1));
        var best = (Log: from, Loss: double.PositiveInfinity);
        for (var i = 0; i < places; i++) At(from + (i * step));

        var (left, right) = (Math.Max(from, best.Log - step), Math.Min(from + ((places - 1) * step), best.Log + step));
        var (inner, outer) = (left + (Golden * (right - left)), right - (Golden * (right - left)));
        var (atInner, atOuter) = (At(inner), At(outer));
        while (right - left > tolerance)
        {
            if (atInner <= atOuter)
            {
                (right, outer, atOuter) = (outer, inner, atInner);
                atInner = At(inner = left + (Golden * (right - left)));
            }
            else
            {
                (left, inner, atInner) = (inner, outer, atOuter);
                atOuter = At(outer = right - (Golden * (right - left)));
            }
        }

        return (Math.Exp(best.Log), best.Loss);

        double At(double log)
        {
            var value = loss(Math.Exp(log));
            if (double.IsNaN(value)) value = double.PositiveInfinity;
            if (value < best.Loss) best = (log, value);
            return value;
        }
    }
}
