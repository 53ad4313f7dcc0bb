namespace Anneal.Formats;

/// <summary>
/// What a training script prints, one line or one block of lines a step. A new format says which lines are its own and what
/// they mean; all other lines are passed over.
/// </summary>
abstract class ConsoleReader : IRunReader
{
    const int LongestLine = 1 << 16;
    const byte Escape = 0x1B;

    /// <summary>Reads a line: false if it is none of the format's.</summary>
    protected delegate bool LineRule(ReadOnlySpan<byte> line, LogRow row);

    public abstract string Name { get; }

    public virtual int Generality => 0;

    /// <summary>What the rows mean.</summary>
    protected abstract LogConvention Convention { get; }

    /// <summary>A step and a loss or a rate are in the head, in lines of the format.</summary>
    public virtual bool Recognises(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var row = new LogRow();
        var (hasStep, hasCell, scratch) = (false, false, Array.Empty<byte>());
        foreach (var raw in new HeadLines(head))
        {
            if (raw.Length > LongestLine) continue;
            row.Clear();
            if (!TryRead(Visible(raw.TrimEnd((byte)'\r'), ref scratch), row)) continue;
            hasStep |= row.Step is not null;
            foreach (var cell in row.Cells) hasCell |= hasStep && LogQuery.Default.Wants(row.Keys[cell.Key]);
            if (hasCell) return true;
        }

        return false;
    }

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var rule = Rule(source, query);
        var row = new LogRow();
        var rows = new LogBuilder(source, Name)
        {
            Convention = Convention,
            HeaderLine = 0,
            Names = row.Keys,
            IfEmpty = $"no line is one of a {Name} log with a step.",
        };
        var columns = new List<int>();
        var lines = new LineReader(source, progress, cancellation);
        var (started, scratch) = (false, Array.Empty<byte>());
        while (lines.Next(out var raw))
        {
            if (raw.Length > LongestLine) continue;
            row.Clear();
            if (!rule(Visible(raw, ref scratch), row)) continue;
            if (!lines.IsTerminated)
            {
                // Its last number may lack digits.
                rows.TruncatedLine = lines.Line;
                break;
            }

            if (row.Step is { } step) started = TryStart(rows, row, step, lines.Line);
            if (!started) continue;
            while (columns.Count < row.Keys.Count)
            {
                var key = row.Keys[columns.Count];
                columns.Add(query.Wants(key) ? rows.AddColumn(key) : -1);
            }

            foreach (var (key, value) in row.Cells)
            {
                if (columns[key] >= 0) rows.Set(columns[key], value);
            }
        }

        return rows.Build();
    }

    /// <summary>Reads one line into the row.</summary>
    protected abstract bool TryRead(ReadOnlySpan<byte> line, LogRow row);

    /// <summary>How this log's lines are read.</summary>
    protected virtual LineRule Rule(LogSource source, LogQuery query) => TryRead;

    static bool TryStart(LogBuilder rows, LogRow row, double step, long line)
    {
        if (!(step >= 0 && step <= LogBuilder.LargestStep && step == Math.Floor(step)))
        {
            rows.Unreadable.Add("its step is not a whole number from 0 to 200 million", line);
            return false;
        }

        row.LastStep = (int)step;
        rows.StartRow((int)step, line);
        return true;
    }

    // What a terminal shows: without colours, and after a progress bar's last carriage return.
    static ReadOnlySpan<byte> Visible(ReadOnlySpan<byte> line, ref byte[] scratch)
    {
        var back = line.LastIndexOf((byte)'\r');
        if (back >= 0) line = line[(back + 1)..];
        var next = line.IndexOf(Escape);
        if (next < 0) return line;
        if (scratch.Length < line.Length) scratch = new byte[Math.Max(1024, line.Length)];
        var count = 0;
        while (next >= 0)
        {
            line[..next].CopyTo(scratch.AsSpan(count));
            count += next;
            line = line[(next + 1)..];
            // ESC [ parameters final; of any other escape only the first byte goes.
            if (line is [(byte)'[', ..])
            {
                var final = line[1..].IndexOfAnyInRange((byte)0x40, (byte)0x7E);
                line = final < 0 ? default : line[(final + 2)..];
            }

            next = line.IndexOf(Escape);
        }

        line.CopyTo(scratch.AsSpan(count));
        return scratch.AsSpan(0, count + line.Length);
    }
}
