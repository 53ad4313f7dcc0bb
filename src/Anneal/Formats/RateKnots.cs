using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>A rate drawn as straight lines between knots, from step 0 on; knots inside a constant stretch are merged.</summary>
sealed class RateKnots
{
    readonly List<int> steps = [];
    readonly List<double> rates = [];

    public void Add(int step, double rate)
    {
        var n = steps.Count;
        if (n > 1 && rates[n - 1] == rate && rates[n - 2] == rate)
        {
            steps[n - 1] = step;
            return;
        }

        steps.Add(step);
        rates.Add(rate);
    }

    /// <summary>
    /// The schedule of the steps from <paramref name="from"/> to the last knot, that one included. The first knot is at
    /// <paramref name="from"/>.
    /// </summary>
    public Schedule ToSchedule(int from)
    {
        var length = steps[^1] + 1 - from;
        if (rates.TrueForAll(rate => rate == rates[0])) return new Constant(rates[0], length);
        // Where nearly every step was logged a table is smaller than lines.
        if (steps.Count > length / 3) return Table(from, length);
        var knots = new int[steps.Count + 1];
        for (var i = 0; i < steps.Count; i++) knots[i] = steps[i] - from;
        knots[^1] = length;
        return new PiecewiseLinear(knots, [.. rates, rates[^1]]);
    }

    Tabulated Table(int from, int length)
    {
        var table = new double[length];
        for (var i = 0; i + 1 < steps.Count; i++)
        {
            var width = steps[i + 1] - steps[i];
            for (var t = 0; t < width; t++)
                table[steps[i] - from + t] = rates[i] + ((rates[i + 1] - rates[i]) * t / width);
        }

        table[^1] = rates[^1];
        return new Tabulated(table);
    }
}
