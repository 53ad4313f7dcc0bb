namespace Anneal.Formats;

/// <summary>
/// Turns DeepSpeed's labels, which count samples, into steps. It writes every update, so the distance of the first two losses is
/// the batch size B; the loss of update k is labelled (k − 1)·B (by its pipeline engine k·B), the rate of update k + 1 k·B.
/// </summary>
sealed class SampleSteps(LogBuilder rows)
{
    const int MostWaiting = 1000;

    readonly List<(int Column, long Samples, double Value, long Number)> waiting = [];
    readonly Dictionary<int, long> first = [];
    long batch;

    /// <summary>What the steps mean.</summary>
    public LogConvention Convention { get; private set; } = LogConvention.FromZero with { Tool = "DeepSpeed" };

    /// <summary>Adds a value.</summary>
    public void Add(int column, long samples, double value, long number)
    {
        if (batch > 0)
        {
            Put(column, samples, value, number);
            return;
        }

        waiting.Add((column, samples, value, number));
        if (!first.TryAdd(column, samples) && samples > first[column]) Settle(samples - first[column]);
        else if (waiting.Count > MostWaiting) Settle(1);
    }

    /// <summary>Takes up what still waits for a second value.</summary>
    public void Finish()
    {
        if (batch == 0) Settle(1);
    }

    void Settle(long distance)
    {
        batch = distance;
        var losses = waiting.Where(row => rows.RoleOf(row.Column) is not ColumnRole.Rate).ToList();
        if (losses.Count > 0 && losses[0].Samples > 0) Convention = Convention with { LossShift = -1 };
        foreach (var (column, samples, value, number) in waiting) Put(column, samples, value, number);
        waiting.Clear();
    }

    void Put(int column, long samples, double value, long number)
    {
        if (samples >= 0 && samples % batch == 0 && samples / batch <= LogBuilder.LargestStep) rows.Add(column, (int)(samples / batch), value, number);
        else rows.Unreadable.Add(FormattableString.Invariant($"its samples are no multiple of the first batch's {batch}"), number);
    }
}
