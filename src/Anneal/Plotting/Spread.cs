namespace Anneal.Plotting;

/// <summary>Moves labels along a line until none covers another.</summary>
static class Spread
{
    /// <summary>
    /// Places at least <paramref name="gap"/> apart and within [low, high] where there is room for it, each label's group
    /// centred on the mean of what its members wish (ascending): touching groups merge until none touch (pooled adjacent violators).
    /// </summary>
    public static double[] Apart(double[] wishes, double gap, double low, double high)
    {
        var groups = new Stack<(int Count, double Sum)>();
        var places = new double[wishes.Length];
        for (var i = 0; i < wishes.Length; i++)
        {
            // Less their rank times the gap, the places only have to be in order.
            var group = (Count: 1, Sum: wishes[i] - (i * gap));
            while (groups.TryPeek(out var before) && before.Sum / before.Count >= group.Sum / group.Count)
            {
                groups.Pop();
                group = (group.Count + before.Count, group.Sum + before.Sum);
            }
            groups.Push(group);
        }
        var top = Math.Max(low, high - (gap * (wishes.Length - 1)));
        var index = wishes.Length;
        foreach (var (count, sum) in groups)
        {
            for (var j = 0; j < count; j++)
            {
                index--;
                places[index] = Math.Clamp(sum / count, low, top) + (index * gap);
            }
        }
        return places;
    }
}
