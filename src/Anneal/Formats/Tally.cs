namespace Anneal.Formats;

/// <summary>Counts faults by reason, with the line of the first of each.</summary>
sealed class Tally
{
    readonly Dictionary<string, DroppedRows> faults = new(StringComparer.Ordinal);

    /// <summary>All faults.</summary>
    public long Total { get; private set; }

    /// <summary>One entry a reason, in order of first appearance.</summary>
    public IEnumerable<DroppedRows> Faults => faults.Values.OrderBy(fault => fault.FirstLine);

    public void Add(string reason, long line, long count = 1)
    {
        Total += count;
        faults[reason] = faults.TryGetValue(reason, out var seen) ? seen with { Count = seen.Count + count } : new(reason, count, line);
    }
}
