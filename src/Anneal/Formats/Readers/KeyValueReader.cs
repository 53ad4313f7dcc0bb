namespace Anneal.Formats;

/// <summary>
/// Lines of any script with <c>name=number</c> or <c>name: number</c>: a step and a loss or a rate on one line, by any of their names
/// (<see cref="ColumnNames"/>); names may be quoted, as in a printed dictionary.
/// </summary>
/// <remarks>Nothing is known of such labels: they are taken to count from 0.</remarks>
sealed class KeyValueReader : ConsoleReader
{
    const int LinesToSniff = 2;

    public override string Name => "key=value";

    public override int Generality => 2;

    protected override LogConvention Convention => LogConvention.FromZero;

    // Two steps that differ: one line may be anything.
    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        var row = new LogRow();
        var (found, before) = (0, double.NaN);
        foreach (var line in new HeadLines(head))
        {
            row.Clear();
            if (!TryRead(line.TrimEnd((byte)'\r'), row) || row.Step == before) continue;
            before = row.Step!.Value;
            if (++found == LinesToSniff) return true;
        }

        return false;
    }

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        var (best, wanted) = (int.MaxValue, false);
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] is not ((byte)'=' or (byte)':')) continue;
            var text = line[(i + 1)..].TrimStart(" \t['\""u8);
            if (!PrintedNumber.TryRead(text, out var value, out _)) continue;
            var name = NameBefore(line[..i]);
            if (name.IsEmpty) continue;
            var count = row.Cells.Count;
            row.Add(name, value);
            if (row.Cells.Count == count) continue;
            var (role, rank) = ColumnNames.Classify(row.Keys[row.Cells[^1].Key]);
            wanted |= role is not (ColumnRole.Other or ColumnRole.Step);
            if (role != ColumnRole.Step || rank >= best) continue;
            best = rank;
            row.Step = value;
        }

        return row.Step is not null && wanted;
    }

    static ReadOnlySpan<byte> NameBefore(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(" \t'\""u8);
        var from = text.Length;
        while (from > 0 && LineScan.IsWord(text[from - 1])) from--;
        text = text[from..].TrimStart("-./"u8);
        // The parts of a time of day are no names.
        return text.IsEmpty || char.IsAsciiDigit((char)text[0]) ? default : text;
    }
}
