namespace Anneal.Kernels;

/// <summary>A way through a schedule that stops only where something happens: a source wakes, the rate changes, a step is observed.</summary>
/// <remarks>
/// Between two stops the clock advances by a number of equal steps, so that exponentials of it are taken once. Sources sleep
/// while the clock stands still: at no rate sum since a change there is no response yet.
/// </remarks>
sealed class DensePlan
{
    /// <summary>Plans the way.</summary>
    /// <param name="starts">Where each stretch of equal rates begins, and at last T.</param>
    /// <param name="sources">The sources' steps, in order.</param>
    /// <param name="delay">How many steps after its own a source wakes: 0 if the clock counts its own step, 1 if not.</param>
    /// <param name="observed">The observed steps, strictly rising.</param>
    public DensePlan(ReadOnlySpan<int> starts, ReadOnlySpan<int> sources, int delay, ReadOnlySpan<int> observed)
    {
        var moves = new List<Move>();
        var (stretch, source) = (0, 0);
        for (var (t, row) = (0, 0); row < observed.Length;)
        {
            while (source < sources.Length && sources[source] + delay <= t) source++;
            while (starts[stretch + 1] <= t) stretch++;
            var next = Math.Min(starts[stretch + 1], observed[row] + 1);
            if (source < sources.Length) next = Math.Min(next, sources[source] + delay);
            var seen = next == observed[row] + 1;
            moves.Add(new(stretch, next - t, source, seen ? row : -1));
            if (seen) row++;
            t = next;
        }

        Moves = [.. moves];
    }

    /// <summary>The moves, up to the last observed step.</summary>
    public Move[] Moves { get; }

    /// <summary>Whether one pass is faster than a few hundred compressed events for each observed step.</summary>
    /// <remarks>Measured: a step sees some 200 of them, and a stop of the pass costs as much as 70, or 10 with one exponential.</remarks>
    public static bool Pays(ReadOnlySpan<double> drops, ReadOnlySpan<int> observed, bool isPower)
    {
        var events = 0;
        foreach (var drop in drops[..(observed.IsEmpty ? 0 : observed[^1] + 1)]) events += drop != 0 ? 1 : 0;
        for (var i = 1; i < observed.Length; i++)
        {
            // A window's nodes need not rise; a pass must.
            if (observed[i] <= observed[i - 1]) return false;
        }

        return (double)observed.Length * Math.Min(events, 200) > (isPower ? 70.0 : 10.0) * (observed.Length + events);
    }
}

/// <summary>One move of a <see cref="DensePlan"/>.</summary>
/// <param name="Stretch">The stretch it lies in.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Sources">How many sources are awake by then, the first of all.</param>
/// <param name="Row">The observation at its end; −1 for none.</param>
readonly record struct Move(int Stretch, int Steps, int Sources, int Row);
