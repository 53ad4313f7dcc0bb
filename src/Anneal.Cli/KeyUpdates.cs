namespace Anneal.Cli;

/// <summary>An update worth a row, and what the rate does from there on.</summary>
readonly record struct KeyUpdate(int Step, string Then);

/// <summary>The updates that describe a schedule: the first, the last, each tenth, and where the rate turns.</summary>
static class KeyUpdates
{
    const int Most = 16;

    public static List<KeyUpdate> Of(ReadOnlySpan<double> rates)
    {
        var last = rates.Length - 1;
        var steps = new SortedSet<int> { 0, last };
        for (var tenth = 1; tenth < 10; tenth++)
            steps.Add((int)((long)rates.Length * tenth / 10));
        var turns = Turns(rates);
        if (turns.Count <= Most) steps.UnionWith(turns);

        var rows = new List<KeyUpdate>(steps.Count);
        foreach (var t in steps)
            rows.Add(new(t, t == last ? "ends" : t == 0 || turns.Contains(t) ? Direction(rates, t) : ""));
        return rows;
    }

    static string Direction(ReadOnlySpan<double> rates, int t) => Change(rates, t) switch
    {
        > 0 => "rises",
        < 0 => "falls",
        _ => "holds",
    };

    // Updates from which the rate changes another way than before; a jump has two, one on either side.
    static HashSet<int> Turns(ReadOnlySpan<double> rates)
    {
        var turns = new HashSet<int>();
        for (var t = 1; t + 1 < rates.Length; t++)
        {
            if (Change(rates, t) != Change(rates, t - 1)) turns.Add(t);
        }

        return turns;
    }

    static int Change(ReadOnlySpan<double> rates, int t) => rates[t + 1].CompareTo(rates[t]);
}
