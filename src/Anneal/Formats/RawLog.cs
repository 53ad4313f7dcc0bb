namespace Anneal.Formats;

/// <summary>A log that has been read but whose loss has not been chosen yet: all losses and rates, with strictly rising steps.</summary>
sealed class RawLog(
    string path, string format, ReadOnlyMemory<int> steps, IReadOnlyList<LogColumn> columns, LogBuilder builder, IReadOnlyList<Restart> restarts)
{
    public string Path { get; } = path;

    /// <summary>The line that names the columns.</summary>
    public long HeaderLine => builder.HeaderLine;

    /// <summary>What the rows mean.</summary>
    public LogConvention Convention { get; set; } = builder.Convention;

    /// <summary>Every column's name, also of those that were not read.</summary>
    public IReadOnlyCollection<string> Names => builder.Names;

    public int LastStep => steps.Span[^1];

    /// <summary>The best-named column of a role that has at least two values.</summary>
    public LogColumn? Best(ColumnRole role) => columns.Where(column => column.Role == role && Count(column) > 1).MinBy(column => column.Rank);

    /// <summary>The column that a user calls <paramref name="metric"/>: by its own name, else by any name for the same loss.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public LogColumn Find(string metric)
    {
        var key = ColumnNames.Normalise(metric);
        var exact = columns.FirstOrDefault(column => ColumnNames.Normalise(column.Name) == key);
        var (role, _) = ColumnNames.Classify(metric);
        var found = exact ?? (ColumnNames.IsLoss(role) ? Best(role) : null);
        if (found is not null && Count(found) > 0) return found;
        throw found is null ? MissingColumn(Path, HeaderLine, $"no column {Anneal.Names.Quote(metric)}", [metric], Names) : Unusable(found);
    }

    /// <summary>
    /// The indices and values of a column where it has any; empty if there is no column. A row of before the first update has no index.
    /// </summary>
    public (ReadOnlyMemory<int> Steps, ReadOnlyMemory<double> Values) Series(LogColumn? column)
    {
        if (column is null) return default;
        var values = column.Values.AsSpan(0, steps.Length);
        var (kept, shift) = (Count(column), Convention.ShiftOf(column.Role));
        if (kept == steps.Length && shift == 0) return (steps, column.Values.AsMemory(0, kept));
        var (at, value, k) = (new int[kept], new double[kept], 0);
        for (var i = 0; i < values.Length; i++)
        {
            var step = steps.Span[i] + shift;
            if (double.IsNaN(values[i]) || step < 0) continue;
            at[k] = step;
            value[k++] = values[i];
        }

        return (at.AsMemory(0, k), value.AsMemory(0, k));
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
            RowsWithoutMetric = Math.Max(0, steps.Length - Count(metric) - metric.Faults.Total),
            BeforeFirstUpdate = Count(metric) - at.Length,
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
        $"the column {Anneal.Names.Quote(column.Name)} has {(Count(column) == 0 ? "no usable value" : "a single usable value")}{FirstFault(column)}; at least two are needed.");

    public static InputException MissingColumn(
        string path, long line, string what, ReadOnlySpan<string> wanted, IReadOnlyCollection<string> known)
    {
        var near = wanted.ToArray().SelectMany(name => Anneal.Names.Nearest(name, known)).FirstOrDefault();
        var hint = near is null ? "" : $"; did you mean {Anneal.Names.Quote(near)}?";
        return new InputException(path, line, $"there is {what}{hint} (the columns are {Listed(known)}).");
    }

    static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(12).Select(Anneal.Names.Quote)) + (names.Count > 12 ? ", …" : "");

    static string FirstFault(LogColumn column) =>
        column.Faults.Faults.Select(fault => FormattableString.Invariant($" ({fault.Reason}, first at line {fault.FirstLine})")).FirstOrDefault() ?? "";

    int Count(LogColumn column)
    {
        var kept = 0;
        foreach (var value in column.Values.AsSpan(0, steps.Length))
            kept += double.IsNaN(value) ? 0 : 1;
        return kept;
    }
}
