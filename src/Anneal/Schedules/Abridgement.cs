namespace Anneal.Schedules;

/// <summary>Long tables of rates written as a few straight lines, so that a schedule can be read and typed.</summary>
public static class Abridgement
{
    // A table up to this length is as short as lines would be.
    const int ShortTable = 12;

    /// <summary>
    /// <paramref name="schedule"/> with each of its tables replaced by <see cref="PiecewiseLinear"/> through as few of its rates as keep
    /// every rate within a relative error, and equal constants after one another joined; everything else is kept as it is.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="tolerance">The largest |η′_t − η_t| / η_t, above 0.</param>
    public static Schedule Of(Schedule schedule, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (!(tolerance > 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is above 0.");
        return schedule switch
        {
            Tabulated { Steps: > ShortTable } table => Lines(table.Rates.Span, tolerance),
            Schedule.Chain chain => Joined(chain.Segments.Select(segment => Of(segment, tolerance))),
            _ => schedule,
        };
    }

    // Of a held rate that goes on being held, one segment.
    static Schedule Joined(IEnumerable<Schedule> segments)
    {
        var joined = new List<Schedule>();
        foreach (var segment in segments.SelectMany(segment => segment is Schedule.Chain chain ? chain.Segments : [segment]))
        {
            if (segment is Constant next && joined is [.., Constant last] && next.Rate.Equals(last.Rate))
                joined[^1] = new Constant(last.Rate, last.Steps + next.Steps);
            else
                joined.Add(segment);
        }

        return Schedule.Join([.. joined]);
    }

    // From each knot the longest line that ends on a rate and leaves every rate between in the cone of its tolerance.
    static Schedule Lines(ReadOnlySpan<double> rates, double tolerance)
    {
        var last = rates.Length - 1;
        var (knots, values) = (new List<int> { 0 }, new List<double> { Round(rates[0]) });
        while (knots[^1] < last)
        {
            var (from, value, end) = (knots[^1], values[^1], knots[^1] + 1);
            var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var t = from + 1; t <= last; t++)
            {
                var slope = (rates[t] - value) / (t - from);
                if (slope >= low && slope <= high) end = t;
                var room = tolerance * rates[t] / (t - from);
                (low, high) = (Math.Max(low, slope - room), Math.Min(high, slope + room));
                if (low > high) break;
            }

            knots.Add(end);
            values.Add(Round(rates[end]));
        }

        // A segment is half-open: the rate that the last line ends at is a step of its own.
        return new PiecewiseLinear([.. knots], [.. values]).Then(new Constant(values[^1], 1));
    }

    // Six digits, as trainers print rates: more would only look exact.
    static double Round(double rate) => rate == 0 ? 0
        : double.Parse(rate.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
