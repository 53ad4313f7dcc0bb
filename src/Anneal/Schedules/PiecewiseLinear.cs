namespace Anneal.Schedules;

/// <summary>Straight lines between knots: η_t = Rates[i] where t = Knots[i], linear in between.</summary>
/// <param name="Knots">Step indices, from 0 and strictly rising; the last is T, and its rate belongs to the next segment.</param>
/// <param name="Rates">The rate at each knot.</param>
/// <remarks><c>linear(a, b, T)</c> is <c>piecewise-linear([0, T], [a, b])</c>.</remarks>
public sealed record PiecewiseLinear(ValueList<int> Knots, ValueList<double> Rates) : Schedule.Composite(Lines(Knots, Rates))
{
    static Schedule Lines(ValueList<int> knots, ValueList<double> rates)
    {
        ArgumentNullException.ThrowIfNull(knots);
        ArgumentNullException.ThrowIfNull(rates);
        if (knots.Count < 2 || knots.Count != rates.Count)
        {
            throw new ArgumentException(
                $"There are {knots.Count} knots and {rates.Count} rates; at least two are needed, and as many of both.", nameof(knots));
        }

        if (knots[0] != 0)
            throw new ArgumentException($"Knots[0] is {knots[0]}; the first knot is step 0.", nameof(knots));
        var lines = new Schedule[knots.Count - 1];
        for (var i = 0; i < lines.Length; i++)
        {
            if (knots[i + 1] <= knots[i])
            {
                throw new ArgumentException(
                    $"Knots[{i + 1}] is {knots[i + 1]}; knots rise strictly, and the one before is {knots[i]}.", nameof(knots));
            }

            lines[i] = new Linear(
                Require.Rate(rates[i], $"Rates[{i}]"), Require.Rate(rates[i + 1], $"Rates[{i + 1}]"), knots[i + 1] - knots[i]);
        }

        return Join(lines);
    }
}
