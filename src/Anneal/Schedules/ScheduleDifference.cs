namespace Anneal.Schedules;

/// <summary>Updates next to each other whose rates differ.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Largest">The largest |b_t − a_t| among them.</param>
/// <param name="At">Where it is.</param>
public readonly record struct DifferentUpdates(int First, int Last, double Largest, int At);

/// <summary>Where two schedules differ, and by how much.</summary>
public sealed record ScheduleDifference
{
    /// <summary>T of both.</summary>
    public required (int A, int B) Steps { get; init; }

    /// <summary>The sums of their rates.</summary>
    public required (double A, double B) Sums { get; init; }

    /// <summary>The stretches where the rates differ by more than the tolerance.</summary>
    public required IReadOnlyList<DifferentUpdates> Stretches { get; init; }

    /// <summary>How many updates differ, of those that both have.</summary>
    public int Updates => Stretches.Sum(stretch => stretch.Last - stretch.First + 1);

    /// <summary>Whether they are of one length and nowhere differ.</summary>
    public bool IsNone => Steps.A == Steps.B && Stretches.Count == 0;

    /// <summary>Compares two schedules.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="tolerance">Rates are alike where |b_t − a_t| is at most this part of the larger one, or of a thousandth of the peak; at least 0.</param>
    public static ScheduleDifference Of(Schedule a, Schedule b, double tolerance = 1e-12)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!(tolerance >= 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is at least 0.");
        var (left, right) = (new RatePath(a), new RatePath(b));
        var small = 1e-3 * Math.Max(left.Peak, right.Peak);
        var stretches = new List<DifferentUpdates>();
        for (var t = 0; t < Math.Min(left.Steps, right.Steps); t++)
        {
            var (x, y) = (left.Rates[t], right.Rates[t]);
            var off = Math.Abs(y - x);
            if (off <= tolerance * Math.Max(small, Math.Max(x, y))) continue;
            if (stretches.Count == 0 || stretches[^1].Last < t - 1) stretches.Add(new(t, t, off, t));
            else stretches[^1] = off > stretches[^1].Largest ? new(stretches[^1].First, t, off, t) : stretches[^1] with { Last = t };
        }

        return new() { Steps = (left.Steps, right.Steps), Sums = (left.Sums[^1], right.Sums[^1]), Stretches = stretches };
    }
}
