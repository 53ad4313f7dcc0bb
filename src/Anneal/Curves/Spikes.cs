using Anneal.Schedules;

namespace Anneal.Curves;

/// <summary>Finds rows whose loss stands out above those around it.</summary>
public static class Spikes
{
    const int Around = 10;
    const int Fewest = 3;
    const double Levels = 10;
    const double Share = 0.01;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "a row is a spike when its log loss lies both ten noise levels and 1 % above the median of the ten rows before it "
        + "and above that of the ten after it, and the rate does not rise there; the last three rows are not judged";

    /// <summary>The spikes of a run, as places in its curve.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="schedule">Its rates: where they rise a loss may rise too.</param>
    /// <param name="noise">σ of <see cref="NoiseLevel.Of"/>; NaN finds none.</param>
    public static IReadOnlyList<int> Of(LossCurve curve, Schedule schedule, double noise)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(schedule);
        var found = new List<int>();
        if (double.IsNaN(noise)) return found;
        var logs = new double[curve.Count];
        for (var i = 0; i < logs.Length; i++) logs[i] = Math.Log(curve.Loss[i]);
        var margin = Math.Max(Levels * noise, Share);
        Span<double> window = stackalloc double[Around];
        for (var i = Fewest; i < logs.Length - Fewest; i++)
        {
            // The cheap test first: nearly every row fails it.
            if (logs[i] <= Math.Min(logs[i - 1], logs[i - 2]) + (margin / 2) && logs[i] <= logs[i + 1] + (margin / 2)) continue;
            var before = logs.AsSpan(Math.Max(0, i - Around)..i);
            var after = logs.AsSpan((i + 1)..Math.Min(logs.Length, i + 1 + Around));
            if (logs[i] > Median(before, window) + margin && logs[i] > Median(after, window) + margin && !Rises(curve, schedule, i)) found.Add(i);
        }

        return found;
    }

    static bool Rises(LossCurve curve, Schedule schedule, int i)
    {
        var least = schedule[curve.Steps[Math.Max(0, i - Around)]];
        for (var j = Math.Max(0, i - Around); j <= i; j++)
        {
            var rate = schedule[curve.Steps[j]];
            if (rate > 1.01 * least) return true;
            least = Math.Min(least, rate);
        }

        return false;
    }

    static double Median(ReadOnlySpan<double> values, Span<double> window)
    {
        values.CopyTo(window);
        return NoiseLevel.Median(window[..values.Length]);
    }
}
