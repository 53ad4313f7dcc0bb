namespace Anneal.Formats;

/// <summary>
/// Collects what is read in the order in which it was written and keeps steps strictly rising: values at the step before replace
/// those there, and a step that falls is a restart, from which on earlier values are dropped. A log comes in rows
/// (<see cref="StartRow"/>, <see cref="Set"/>), or as series that are written apart (<see cref="Add"/>).
/// </summary>
sealed class LogBuilder(string path, string format)
{
    /// <summary>Beyond this a "step" counts tokens or samples, and a schedule written out would not fit in memory.</summary>
    public const int LargestStep = 200_000_000;

    readonly List<LogColumn> columns = [];
    readonly List<Restart> restarts = [];
    readonly LogSeries rows = new(averages: false);
    readonly bool keepsEveryRow;
    int step;
    long line;
    bool overwrote;

    /// <summary>A log that is read from one source.</summary>
    public LogBuilder(LogSource source, string format) : this(source.Path, format) => keepsEveryRow = source.KeepsEveryRow;

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

    /// <summary>What <see cref="Restart.Line"/> and the like count.</summary>
    public string Place { get; init; } = "line";

    /// <summary>Rows that are left after restarts; 0 for series that are written apart.</summary>
    public long RowsKept => rows.Rows;

    /// <summary>A new column; its place is returned.</summary>
    public int AddColumn(string name)
    {
        var (role, rank) = ColumnNames.Classify(name);
        columns.Add(new LogColumn(name, role, rank, keepsEveryRow));
        return columns.Count - 1;
    }

    /// <summary>What a column is.</summary>
    public ColumnRole RoleOf(int column) => columns[column].Role;

    /// <summary>Begins a row.</summary>
    public void StartRow(int at, long atLine)
    {
        RowsRead++;
        (step, line) = (at, atLine);
        overwrote = false;
        if (step < rows.LastStep) GoBackTo(step, line);
        rows.Add(step, 0);
    }

    /// <summary>Fills a cell of the row; what is no usable value is tallied.</summary>
    /// <exception cref="InputException">A rate is negative.</exception>
    public void Set(int column, double value)
    {
        var to = columns[column];
        if (!to.Accepts(value, step, line))
        {
            if (to.Role == ColumnRole.Rate && value < 0)
                throw new InputException(path, line, FormattableString.Invariant($"the rate {value} is negative; a learning rate is at least 0."));
            return;
        }

        if (to.Points.Add(step, value) || overwrote) return;
        overwrote = true;
        Duplicates++;
    }

    /// <summary>Adds a value to a series of its own; where its step falls, only this series goes back.</summary>
    /// <exception cref="InputException">A rate is negative.</exception>
    public void Add(int column, int at, double value, long atLine)
    {
        RowsRead++;
        (step, line) = (at, atLine);
        overwrote = false;
        var to = columns[column];
        if (step < to.Points.LastStep) GoBackIn(to);
        Set(column, value);
    }

    /// <summary>Drops all values from a step on: training is taken up again there.</summary>
    public void GoBackTo(int at, long atLine)
    {
        (step, line) = (at, atLine);
        var last = Math.Max(rows.LastStep, columns.Max(column => (int?)column.Points.LastStep) ?? -1);
        if (last < at) return;
        var gone = rows.ForgetFrom(at);
        foreach (var column in columns) gone = Math.Max(gone, column.Forget(at));
        restarts.Add(new Restart(line, last, step, gone));
        foreach (var column in columns) column.Restarts = restarts.Count;
    }

    /// <summary>A cell that is no number.</summary>
    public void SetUnreadable(int column) => columns[column].Faults.Add($"{columns[column].Name} is not a number", line);

    /// <summary>What was collected.</summary>
    /// <exception cref="InputException">Nothing was, or most of it could not be read.</exception>
    public RawLog Build()
    {
        var first = Unreadable.Faults.FirstOrDefault();
        if (RowsRead == 0 && first is null) throw new InputException(path, HeaderLine, IfEmpty);
        if (Unreadable.Total > RowsRead)
        {
            throw new InputException(path, first!.FirstLine, FormattableString.Invariant(
                $"{Unreadable.Total} of {Unreadable.Total + RowsRead} rows cannot be read, the first because {first.Reason}."));
        }

        if (restarts.Count > 10 && restarts.Sum(restart => restart.Rows) > RowsRead / 2)
        {
            throw new InputException(path, restarts[0].Line, FormattableString.Invariant(
                $"the step falls {restarts.Count} times, which is no log of one run; sort the rows by step or split the file into runs."));
        }

        return new RawLog(path, format, columns, this, restarts);
    }

    // One restart shows in every series that is written apart, in each perhaps at a later step.
    void GoBackIn(LogColumn column)
    {
        var (from, gone) = (column.Points.LastStep, column.Forget(step));
        if (column.Restarts < restarts.Count && restarts[column.Restarts] is var known && known.To <= step && step <= known.From)
            restarts[column.Restarts] = known with { Rows = Math.Max(known.Rows, gone) };
        else
            restarts.Add(new Restart(line, from, step, gone));
        column.Restarts = Math.Min(column.Restarts + 1, restarts.Count);
    }
}
