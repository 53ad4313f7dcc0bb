namespace Anneal.Formats;

/// <summary>
/// One JSON object a line. Nested keys are joined by points (<c>{"train":{"loss":2}}</c> is <c>train.loss</c>), names are those of
/// <see cref="ColumnNames"/>, and a string that is a number counts as one. A tool whose keys are known (<see cref="ToolKeys"/>) says
/// what its labels mean.
/// </summary>
abstract class ObjectLinesReader : IRunReader
{
    // So many lines decide which key is the step: a tracker's own _step gives way to a real one that comes later.
    const int LinesToSniff = 64;

    public abstract string Name { get; }

    public abstract int Generality { get; }

    /// <summary>Whether an object without a step is a row that lost it, not one of another kind.</summary>
    protected abstract bool EveryObjectHasStep { get; }

    public bool Recognises(ReadOnlySpan<byte> head)
    {
        var row = new JsonRow();
        var (objects, others) = (0, 0);
        foreach (var range in head.Split((byte)'\n'))
        {
            if (objects + others == LinesToSniff) break;
            var line = Trim(head[range]);
            if (line.IsEmpty) continue;
            if (row.TryRead(line)) objects++;
            // The head may end in the middle of a line.
            else if (range.End.GetOffset(head.Length) < head.Length) others++;
        }

        return objects > others
            && row.Keys.Any(key => ColumnNames.Classify(key).Role == ColumnRole.Step)
            && row.Keys.Any(key => ColumnNames.Classify(key).Role is not (ColumnRole.Step or ColumnRole.Other))
            && HasOwnKeys(row.Keys);
    }

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var row = new JsonRow();
        var stepKey = StepKey(source, row);
        var rows = new LogBuilder(source, Name) { Names = row.Keys, IfEmpty = $"no object has a '{stepKey}'; nothing has been logged yet." };
        var columns = new List<int>();
        var lines = new LineReader(source, progress, cancellation);
        while (lines.Next(out var raw))
        {
            var line = Trim(raw);
            if (line.IsEmpty) continue;
            if (!row.TryRead(line))
            {
                if (lines.IsTerminated) rows.Unreadable.Add("it is not a JSON object", lines.Line);
                else rows.TruncatedLine = lines.Line;
                continue;
            }

            if (row.Find(stepKey) is not { } step)
            {
                if (EveryObjectHasStep) rows.Unreadable.Add($"it has no '{stepKey}'", lines.Line);
                continue;
            }

            if (!(step >= 0 && step <= LogBuilder.LargestStep && step == Math.Floor(step)))
            {
                rows.Unreadable.Add($"its '{stepKey}' is not a whole number from 0 to 200 million", lines.Line);
                continue;
            }

            rows.StartRow((int)step, lines.Line);
            while (columns.Count < row.Keys.Count)
            {
                var key = row.Keys[columns.Count];
                columns.Add(query.Wants(key) ? rows.AddColumn(key) : -1);
            }

            foreach (var (key, value) in row.Cells)
            {
                if (columns[key] < 0) continue;
                if (value is { } number) rows.Set(columns[key], number);
                else rows.SetUnreadable(columns[key]);
            }
        }

        rows.Convention = ToolKeys.Convention(row.Keys);
        return rows.Build();
    }

    /// <summary>Whether objects with these keys are of this kind.</summary>
    protected abstract bool HasOwnKeys(IReadOnlyList<string> keys);

    static string StepKey(LogSource source, JsonRow row)
    {
        var head = source.Head;
        var (number, first) = (0, 0);
        foreach (var range in head.Split((byte)'\n'))
        {
            number++;
            var line = Trim(head[range]);
            if (line.IsEmpty) continue;
            if (first == 0) first = number;
            var isWhole = range.End.GetOffset(head.Length) < head.Length;
            if (!row.TryRead(line) && number == first && (line is [(byte)'[', ..] || (isWhole && line is [(byte)'{', ..])))
            {
                throw new InputException(
                    source.Path, first, "a JSON log has one whole object on each line; this is a list, or an object that is spread over lines.");
            }

            if (number == LinesToSniff) break;
        }

        return row.Keys
            .Where(key => ColumnNames.Classify(key).Role == ColumnRole.Step)
            .MinBy(key => ColumnNames.Classify(key).Rank)
            ?? throw RawLog.MissingColumn(source.Path, Math.Max(first, 1), "no step key", ColumnNames.Of(ColumnRole.Step), row.Keys);
    }

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line.Trim(" \t\r"u8);
    }
}
