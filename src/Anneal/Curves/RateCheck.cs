using Anneal.Schedules;

namespace Anneal.Curves;

/// <summary>Tells whether logged rates follow a schedule, and if not what was done to it.</summary>
public static class RateCheck
{
    const int MostShift = 2;

    /// <summary>Compares rates with a schedule.</summary>
    /// <param name="steps">The indices of the updates, strictly rising; at least two.</param>
    /// <param name="rates">Their rates.</param>
    /// <param name="schedule">What they should follow.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are fewer than two rows.</exception>
    public static RateVerdict Of(ReadOnlySpan<int> steps, ReadOnlySpan<double> rates, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Require.SameLength(rates.Length, steps.Length, nameof(rates), nameof(steps));
        if (steps.Length < 2) throw new ArgumentException("At least two rows are needed.", nameof(steps));
        var rows = new RateRows(steps.ToArray(), rates.ToArray());
        var curve = new RateCurve(new RatePath(schedule));
        var (largest, at, first) = Residual(rows, curve);
        var shifts = Enumerable.Range(-MostShift, (2 * MostShift) + 1).Select(shift => (shift, rows.Hits(t => curve.At(t + shift)))).ToArray();
        var found = RateFaults.Of(rows, curve).ToArray();
        var (fault, amount, sentence) = found.Length > 0
            ? found[0]
            : (RateFault.Unknown, 0, Text.Of($"the log does not follow the schedule, first at index {first}, most at {at}, and no known fault explains it"));
        return new RateVerdict
        {
            Fault = fault,
            Amount = amount,
            Sentence = sentence,
            Largest = largest,
            At = at,
            FirstBad = first,
            Shifts = shifts,
            Rows = rows.Count,
            Others = fault == RateFault.None && shifts.Any(shift => shift.shift != 0 && shift.Item2 == rows.Count)
                ? ["these rows do not tell a shift of an update or two from none"]
                : [.. found.Skip(1).Take(3).Select(other => other.Sentence)],
        };
    }

    static (double Largest, int At, int? First) Residual(RateRows rows, RateCurve curve)
    {
        var (largest, at, first) = (0.0, rows.Steps[0], (int?)null);
        for (var i = 0; i < rows.Count; i++)
        {
            var expected = curve.At(rows.Steps[i]);
            var off = Math.Abs(rows.Rates[i] - expected);
            if (off > largest) (largest, at) = (off, rows.Steps[i]);
            if (!rows.Is(i, expected)) first ??= rows.Steps[i];
        }

        return (largest, at, first);
    }
}
