using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A schedule as a few points with straight lines between.</summary>
static class PointTable
{
    /// <summary>The rates at so many places, spread evenly and the last among them.</summary>
    public static Schedule Of(double[] rates, int points)
    {
        if (points < 2) throw new InputException("A table has at least 2 points.");
        if (rates.Length <= points) return new Tabulated(rates);
        var last = rates.Length - 1;
        var knots = Enumerable.Range(0, points).Select(i => (int)((long)i * last / (points - 1))).Distinct().ToArray();
        return new PiecewiseLinear(knots, Array.ConvertAll(knots, t => rates[t])).Then(new Constant(rates[last], 1));
    }
}
