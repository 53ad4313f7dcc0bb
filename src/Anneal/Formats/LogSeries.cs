namespace Anneal.Formats;

/// <summary>
/// Rising steps with a value each, in constant memory: beyond <see cref="MostPoints"/> points neighbours are joined two by two, and
/// so again. A joined point stands at its last row's step and holds the mean of its rows, or the last row's value.
/// </summary>
/// <param name="averages">Whether a joined point is the mean: a loss is, a rate is not.</param>
/// <param name="most">How many points are kept before neighbours are joined.</param>
sealed class LogSeries(bool averages, int most = LogSeries.MostPoints)
{
    /// <summary>Half a million: a point then stands for less than four millionths of the run, which no fit can see.</summary>
    public const int MostPoints = 1 << 19;

    int[] steps = [];
    double[] values = [];
    // Of the last point: its rows, their sum without the last, and the last.
    int openRows = 1;
    double before;
    double last;

    /// <summary>How many points there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows there are; after a restart of a joined series, about.</summary>
    public long Rows { get; private set; }

    /// <summary>How many rows a point joins: a power of two.</summary>
    public int RowsPerPoint { get; private set; } = 1;

    public ReadOnlyMemory<int> Steps => steps.AsMemory(0, Count);

    public ReadOnlyMemory<double> Values => values.AsMemory(0, Count);

    /// <summary>The last step; −1 before the first.</summary>
    public int LastStep => Count == 0 ? -1 : steps[Count - 1];

    /// <summary>Adds a row; at the last step once more, its value is replaced and the answer is false.</summary>
    /// <param name="step">At least <see cref="LastStep"/>.</param>
    /// <param name="value">The value.</param>
    public bool Add(int step, double value)
    {
        var isNew = step > LastStep;
        if (isNew)
        {
            Rows++;
            if (Count > 0 && openRows < RowsPerPoint) (before, openRows) = (before + last, openRows + 1);
            else Open();
            steps[Count - 1] = step;
        }

        last = value;
        values[Count - 1] = averages ? (before + last) / openRows : last;
        return isNew;
    }

    /// <summary>Drops every point from a step on; the number of their rows is returned.</summary>
    public long ForgetFrom(int step)
    {
        var kept = steps.AsSpan(0, Count).BinarySearch(step);
        if (kept < 0) kept = ~kept;
        var dropped = kept == 0 ? Rows : Math.Min(Rows, (long)(Count - kept) * RowsPerPoint);
        if (kept == Count) return 0;
        Count = kept;
        Rows -= dropped;
        openRows = RowsPerPoint;
        if (kept > 0) (before, last) = (values[kept - 1] * (RowsPerPoint - 1), values[kept - 1]);
        return dropped;
    }

    void Open()
    {
        if (Count == most) Join();
        if (Count == steps.Length)
        {
            var size = (int)Math.Clamp(2L * Count, 256, most);
            Array.Resize(ref steps, size);
            Array.Resize(ref values, size);
        }

        Count++;
        (before, openRows) = (0, 1);
    }

    void Join()
    {
        Count /= 2;
        for (var i = 0; i < Count; i++)
        {
            steps[i] = steps[(2 * i) + 1];
            values[i] = averages ? (values[2 * i] + values[(2 * i) + 1]) / 2 : values[(2 * i) + 1];
        }

        RowsPerPoint *= 2;
    }
}
