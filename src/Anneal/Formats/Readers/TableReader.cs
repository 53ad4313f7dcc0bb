using System.Text;

namespace Anneal.Formats;

/// <summary>What of a table is read, and as what.</summary>
/// <param name="StepColumn">The column of the step.</param>
/// <param name="Names">For each column the name to read it under; null for a column that is not.</param>
sealed record TableLayout(int StepColumn, IReadOnlyList<string?> Names)
{
    /// <summary>What the rows mean.</summary>
    public LogConvention Convention { get; init; }
}

/// <summary>
/// A table with a header, separated by commas, semicolons or tabs. With the last two, numbers may have a decimal comma. Empty
/// cells, blank lines, lines that begin with <c>#</c>, quotes, CRLF and a byte-order mark are allowed. A new tool's table says
/// which headers are its own and how they are read.
/// </summary>
abstract class TableReader : IRunReader
{
    const int LongestHeader = 1 << 14;

    public abstract string Name { get; }

    public abstract int Generality { get; }

    public bool Recognises(ReadOnlySpan<byte> head) => HeaderIn(head) is { } header && Recognises(header);

    public virtual IReadOnlyList<string> Parts(LogSource source) => [];

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var lines = new LineReader(source, progress, cancellation);
        var header = ReadOnlySpan<byte>.Empty;
        while (lines.Next(out var line))
        {
            if (CsvDialect.IsBlank(line)) continue;
            header = line;
            break;
        }

        if (header.IsEmpty) throw new InputException(source.Path, 1, "there is no header; the first line names step, lr and loss.");
        var dialect = CsvDialect.Of(header);
        var layout = Layout(dialect, query, source.Path, lines.Line);
        string[] kept = [.. layout.Names.OfType<string>()];
        var rows = new LogBuilder(source, Name) { HeaderLine = lines.Line, Names = kept, Convention = layout.Convention };
        // For each column of the table its place in the log, −1 for none.
        int[] wanted = [.. layout.Names.Select(name => name is not null && query.Wants(name) ? rows.AddColumn(name) : -1)];
        var cells = new Range[dialect.Names.Length];
        var lastCell = int.MaxValue;
        while (lines.Next(out var line))
        {
            if (CsvDialect.IsBlank(line)) continue;
            var count = CsvDialect.Cut(line, dialect.Separator, cells);
            if (count == cells.Length + 1 && line[^1] == dialect.Separator) count--;
            var final = count == cells.Length ? CsvDialect.Bare(line[cells[^1]]).Length : 0;
            if (!lines.IsTerminated && (count != cells.Length || (final > 0 && final < lastCell && lastCell < int.MaxValue)))
            {
                rows.TruncatedLine = lines.Line;
                break;
            }

            if (final > 0) lastCell = Math.Min(lastCell, final);
            if (count != cells.Length)
                WrongCount(rows, dialect, line, count, source.Path, lines.Line);
            else
                Add(rows, dialect, layout.StepColumn, line, cells, wanted, lines.Line);
        }

        return rows.Build();
    }

    /// <summary>Whether a table with this header is the tool's.</summary>
    protected abstract bool Recognises(CsvDialect header);

    /// <summary>How a table with this header is read.</summary>
    /// <exception cref="InputException">It cannot be.</exception>
    protected abstract TableLayout Layout(CsvDialect header, LogQuery query, string path, long line);

    /// <summary>The first line that holds something; null if that is too long for a header.</summary>
    protected static CsvDialect? HeaderIn(ReadOnlySpan<byte> head)
    {
        foreach (var line in new HeadLines(head))
        {
            var text = line is [.., (byte)'\r'] ? line[..^1] : line;
            if (text.StartsWith("\uFEFF"u8)) text = text[3..];
            if (CsvDialect.IsBlank(text)) continue;
            return text.Length > LongestHeader ? null : CsvDialect.Of(text);
        }

        return null;
    }

    /// <summary>A column named twice cannot be told apart.</summary>
    /// <exception cref="InputException">One is, and it is a step, a rate or a loss.</exception>
    protected static void RequireDistinct(IEnumerable<string> names, string path, long line)
    {
        var twice = names
            .Where(name => ColumnNames.Classify(name).Role != ColumnRole.Other)
            .GroupBy(ColumnNames.Normalise, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InputException(path, line, $"the header names the column '{twice.First()}' {twice.Count()} times; rename or remove all but one.");
    }

    static void Add(
        LogBuilder rows, CsvDialect dialect, int stepColumn, ReadOnlySpan<byte> line, Range[] cells, int[] wanted, long number)
    {
        var stepCell = CsvDialect.Bare(line[cells[stepColumn]]);
        if (!Utf8Number.TryParse(stepCell, dialect.DecimalComma, out var step) || step < 0 || step != Math.Floor(step) || !double.IsFinite(step))
        {
            // A header in the middle of the log comes from appending to it.
            if (!Ascii.EqualsIgnoreCase(stepCell, Encoding.UTF8.GetBytes(dialect.Names[stepColumn])))
                rows.Unreadable.Add("its step is not a whole number of at least 0", number);
            return;
        }

        if (step > LogBuilder.LargestStep)
        {
            rows.Unreadable.Add("its step is above 200 million (tokens or samples? divide by the batch size)", number);
            return;
        }

        rows.StartRow((int)step, number);
        for (var i = 0; i < wanted.Length; i++)
        {
            var column = wanted[i];
            if (column < 0) continue;
            var text = CsvDialect.Bare(line[cells[i]]);
            if (Utf8Number.TryParse(text, dialect.DecimalComma, out var value))
                rows.Set(column, value);
            else if (!Utf8Number.IsMissing(text))
                rows.SetUnreadable(column);
        }
    }

    static void WrongCount(LogBuilder rows, CsvDialect dialect, ReadOnlySpan<byte> line, int count, string path, long number)
    {
        if (count < 0)
        {
            rows.Unreadable.Add("a quote is not closed", number);
            return;
        }

        if (dialect.OtherSeparator(line) is > 0 and var other)
        {
            throw new InputException(path, number,
                $"the cells are separated by {CsvDialect.NameOf(other)}, but those of the header by {CsvDialect.NameOf(dialect.Separator)}; use one separator.");
        }

        var hint = dialect.Separator == ',' && count > dialect.Names.Length ? " (with decimal commas, separate cells by semicolons)" : "";
        rows.Unreadable.Add(FormattableString.Invariant($"it has {count} cells where the header has {dialect.Names.Length}{hint}"), number);
    }
}
