namespace Anneal.Formats;

/// <summary>A log that has been read but whose loss has not been chosen yet: all losses and rates, with strictly rising steps.</summary>
sealed class RawLog(
    string path, string format, IReadOnlyList<LogColumn> columns, LogBuilder builder, IReadOnlyList<Restart> restarts)
{
    public string Path { get; } = path;

    /// <summary>The line that names the columns.</summary>
    public long HeaderLine => builder.HeaderLine;

    /// <summary>What the rows mean.</summary>
    public LogConvention Convention { get; set; } = builder.Convention;

    /// <summary>Every column's name, also of those that were not read.</summary>
    public IReadOnlyCollection<string> Names => builder.Names;

    /// <summary>The format it was read as.</summary>
    public string Format => format;

    /// <summary>Every column that was read.</summary>
    public IReadOnlyList<LogColumn> Columns => columns;

    /// <summary>The best-named column of a role that has at least two values.</summary>
    public LogColumn? Best(ColumnRole role) => columns.Where(column => column.Role == role && column.Points.Count > 1).MinBy(column => column.Rank);

    /// <summary>The column that a user calls <paramref name="metric"/>: by its own name, else by any name for the same loss.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public LogColumn Find(string metric)
    {
        var key = ColumnNames.Normalise(metric);
        var exact = columns.FirstOrDefault(column => ColumnNames.Normalise(column.Name) == key);
        var (role, _) = ColumnNames.Classify(metric);
        var found = exact ?? (ColumnNames.IsLoss(role) ? Best(role) : null);
        if (found is not null && found.Points.Count > 0) return found;
        throw found is null ? MissingColumn(Path, HeaderLine, $"no column {Anneal.Names.Quote(metric)}", [metric], Names) : Unusable(found);
    }

    /// <summary>
    /// The indices and values of a column where it has any; empty if there is no column. A row of before the first update has no index.
    /// </summary>
    public (ReadOnlyMemory<int> Steps, ReadOnlyMemory<double> Values) Series(LogColumn? column)
    {
        if (column is null) return default;
        var (steps, values, shift) = (column.Points.Steps, column.Points.Values, Convention.ShiftOf(column.Role));
        if (shift == 0) return (steps, values);
        var before = steps.Span.BinarySearch(-shift);
        if (before < 0) before = ~before;
        var at = steps[before..].ToArray();
        for (var i = 0; i < at.Length; i++) at[i] += shift;
        return (at, values[before..]);
    }

    public ImportReport Report(LogColumn metric)
    {
        var rate = Best(ColumnRole.Rate);
        var (at, _) = Series(metric);
        var faults = builder.Unreadable.Faults.Concat(metric.Faults.Faults).Concat(rate?.Faults.Faults ?? []);
        return new ImportReport
        {
            Path = Path,
            Format = format,
            Column = metric.Name,
            RowsRead = builder.RowsRead,
            Points = at.Length,
            Steps = at.IsEmpty ? default : (at.Span[0], at.Span[^1]),
            RowsWithoutMetric = Math.Max(0, builder.RowsKept - metric.Points.Rows - metric.Faults.Total),
            RowsPerPoint = metric.Points.RowsPerPoint,
            BeforeFirstUpdate = metric.Points.Count - at.Length,
            Place = builder.Place,
            Dropped = [.. faults.OrderBy(fault => fault.FirstLine)],
            Duplicates = builder.Duplicates,
            Restarts = [.. restarts],
            TruncatedLine = builder.TruncatedLine,
            Tool = Convention.Tool,
            Unit = Convention.Unit ?? "updates",
            Offset = Convention.ShiftOf(metric.Role),
            RateOffset = rate is null ? null : Convention.RateShift,
        };
    }

    /// <summary>An error about a column that is needed: what is wrong with it, or, if it is not there, the likeliest name that is.</summary>
    public InputException Lacks(string what, params ReadOnlySpan<ColumnRole> roles)
    {
        var wanted = new List<string>();
        foreach (var role in roles)
        {
            wanted.AddRange(ColumnNames.Of(role));
            if (columns.FirstOrDefault(column => column.Role == role) is { } column) return Unusable(column);
        }

        return MissingColumn(Path, HeaderLine, what, [.. wanted], Names);
    }

    InputException Unusable(LogColumn column) => new(Path, HeaderLine,
        $"the column {Anneal.Names.Quote(column.Name)} has {(column.Points.Count == 0 ? "no usable value" : "a single usable value")}{FirstFault(column)}; at least two are needed.");

    public static InputException MissingColumn(
        string path, long line, string what, ReadOnlySpan<string> wanted, IReadOnlyCollection<string> known)
    {
        var near = wanted.ToArray().SelectMany(name => Anneal.Names.Nearest(name, known)).FirstOrDefault();
        var hint = near is null ? "" : $"; did you mean {Anneal.Names.Quote(near)}?";
        return new InputException(path, line, $"there is {what}{hint} (the columns are {Listed(known)}).");
    }

    static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(12).Select(Anneal.Names.Quote)) + (names.Count > 12 ? ", …" : "");

    string FirstFault(LogColumn column) =>
        column.Faults.Faults.Select(fault => FormattableString.Invariant($" ({fault.Reason}, first at {builder.Place} {fault.FirstLine})")).FirstOrDefault() ?? "";
}
