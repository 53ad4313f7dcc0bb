namespace Anneal.Formats;

/// <summary>
/// Collects rows in the order in which they were written and keeps steps strictly rising: cells at the step of the row before
/// join it, the later value winning; a step that falls is a restart, and earlier rows from that step on are dropped.
/// </summary>
sealed class LogBuilder(LogSource source, string format)
{
    /// <summary>Beyond this a "step" counts tokens or samples, and a schedule written out would not fit in memory.</summary>
    public const int LargestStep = 200_000_000;

    readonly List<LogColumn> columns = [];
    readonly List<Restart> restarts = [];
    int[] steps = [];
    int count;
    long line;
    bool overwrote;

    /// <summary>What the rows mean.</summary>
    public LogConvention Convention { get; set; }

    /// <summary>Rows that could not be read.</summary>
    public Tally Unreadable { get; } = new();

    /// <summary>Rows with a step.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Rows written again at the same step.</summary>
    public long Duplicates { get; private set; }

    /// <summary>The line that names the columns, for messages.</summary>
    public long HeaderLine { get; init; } = 1;

    /// <summary>What is said of a log without any row.</summary>
    public string IfEmpty { get; init; } = "there is a header but no row; nothing has been logged yet.";

    /// <summary>The last line, if it was cut off.</summary>
    public long TruncatedLine { get; set; }

    /// <summary>Every name in the log, for messages.</summary>
    public IReadOnlyCollection<string> Names { get; set; } = [];

    /// <summary>A new column; its place is returned.</summary>
    public int AddColumn(string name)
    {
        var (role, rank) = ColumnNames.Classify(name);
        var column = new LogColumn(name, role, rank);
        column.Resize(steps.Length);
        columns.Add(column);
        return columns.Count - 1;
    }

    /// <summary>Says how many rows to expect.</summary>
    public void Expect(long rows) => Resize((int)Math.Clamp(rows, count, Array.MaxLength));

    /// <summary>Begins a row.</summary>
    public void StartRow(int step, long atLine)
    {
        RowsRead++;
        line = atLine;
        overwrote = false;
        if (count > 0 && step <= steps[count - 1])
        {
            if (step == steps[count - 1]) return;
            GoBackTo(step);
        }

        if (count == steps.Length) Resize(Math.Max(256, (int)Math.Min(2L * count, Array.MaxLength)));
        steps[count++] = step;
    }

    /// <summary>Fills a cell of the row; what is no usable value is tallied.</summary>
    /// <exception cref="InputException">A rate is negative.</exception>
    public void Set(int column, double value)
    {
        var to = columns[column];
        if (!to.Accepts(value, steps[count - 1], line))
        {
            if (to.Role == ColumnRole.Rate && value < 0)
                throw new InputException(source.Path, line, FormattableString.Invariant($"the rate {value} is negative; a learning rate is at least 0."));
            return;
        }

        ref var cell = ref to.Values[count - 1];
        if (!double.IsNaN(cell) && !overwrote)
        {
            overwrote = true;
            Duplicates++;
        }

        cell = value;
    }

    /// <summary>A cell that is no number.</summary>
    public void SetUnreadable(int column) => columns[column].Faults.Add($"{columns[column].Name} is not a number", line);

    /// <summary>What was collected.</summary>
    /// <exception cref="InputException">Nothing was, or most of it could not be read.</exception>
    public RawLog Build()
    {
        var path = source.Path;
        var first = Unreadable.Faults.FirstOrDefault();
        if (count == 0 && Unreadable.Total == 0)
            throw new InputException(path, HeaderLine, IfEmpty);
        if (count == 0 || Unreadable.Total > RowsRead)
        {
            throw new InputException(path, first!.FirstLine, FormattableString.Invariant(
                $"{Unreadable.Total} of {Unreadable.Total + RowsRead} rows cannot be read, the first because {first.Reason}."));
        }

        if (restarts.Count > 10 && restarts.Sum(restart => (long)restart.Rows) > RowsRead / 2)
        {
            throw new InputException(path, restarts[0].Line, FormattableString.Invariant(
                $"the step falls {restarts.Count} times, which is no log of one run; sort the rows by step or split the file into runs."));
        }

        return new RawLog(path, format, steps.AsMemory(0, count), columns, this, restarts);
    }

    void GoBackTo(int step)
    {
        var kept = steps.AsSpan(0, count).BinarySearch(step);
        if (kept < 0) kept = ~kept;
        restarts.Add(new Restart(line, steps[count - 1], step, count - kept));
        foreach (var column in columns)
            column.Forget(kept, count, step);
        count = kept;
    }

    void Resize(int size)
    {
        Array.Resize(ref steps, size);
        foreach (var column in columns)
            column.Resize(size);
    }
}
