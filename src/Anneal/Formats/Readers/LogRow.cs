using System.Text;

namespace Anneal.Formats;

/// <summary>The step and the cells of one line of a console log; reused from line to line, so that names are kept once.</summary>
sealed class LogRow
{
    const int LongestName = 128;
    const int MostNames = 4096;

    readonly List<string> keys = [];
    readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    readonly List<(int Key, double Value)> cells = [];
    readonly Dictionary<int, double> before = [];

    public LogRow() => lookup = places.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The line's label; null for a line that adds to the step of the lines before.</summary>
    public double? Step { get; set; }

    /// <summary>The label that was last begun; 0 before the first.</summary>
    public int LastStep { get; set; }

    /// <summary>Every name so far.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>The line's cells by the place of their name in <see cref="Keys"/>.</summary>
    public IReadOnlyList<(int Key, double Value)> Cells => cells;

    public void Clear()
    {
        Step = null;
        cells.Clear();
    }

    /// <summary>Adds a cell.</summary>
    public void Add(string name, double value)
    {
        if (Place(name) is >= 0 and var place) cells.Add((place, value));
    }

    /// <summary>Adds a cell whose name is ASCII; longer names than 128 bytes have no role and are passed over.</summary>
    public void Add(ReadOnlySpan<byte> name, double value)
    {
        Span<char> text = stackalloc char[LongestName];
        if (name.Length is 0 or > LongestName || Ascii.ToUtf16(name, text, out var length) != System.Buffers.OperationStatus.Done) return;
        if (Place(text[..length]) is >= 0 and var place) cells.Add((place, value));
    }

    /// <summary>Adds the cells <c>name: number</c> between separators, the name ending at the last colon.</summary>
    public void AddPairs(ReadOnlySpan<byte> line, byte separator)
    {
        foreach (var range in line.Split(separator))
        {
            var cell = line[range];
            var colon = cell.LastIndexOf((byte)':');
            if (colon > 0) AddCell(cell[..colon], cell[(colon + 1)..]);
        }
    }

    /// <summary>Adds a cell if the whole text is a number.</summary>
    public bool AddCell(ReadOnlySpan<byte> name, ReadOnlySpan<byte> number)
    {
        number = number.Trim(" \t"u8);
        if (!PrintedNumber.TryRead(number, out var value, out var length) || length != number.Length) return false;
        Add(name.Trim(" \t"u8), value);
        return true;
    }

    /// <summary>The line's value under a name.</summary>
    public double? Find(string name)
    {
        if (!places.TryGetValue(name, out var place)) return null;
        foreach (var cell in cells)
        {
            if (cell.Key == place) return cell.Value;
        }

        return null;
    }

    /// <summary>Takes a cell out again where it repeats the value that it had before.</summary>
    public void DropIfUnchanged(string name)
    {
        if (!places.TryGetValue(name, out var place)) return;
        var at = cells.FindIndex(cell => cell.Key == place);
        if (at < 0) return;
        if (before.TryGetValue(place, out var old) && old == cells[at].Value) cells.RemoveAt(at);
        else before[place] = cells[at].Value;
    }

    int Place(ReadOnlySpan<char> name)
    {
        if (lookup.TryGetValue(name, out var place)) return place;
        if (keys.Count == MostNames) return -1;
        keys.Add(name.ToString());
        places.Add(keys[^1], keys.Count - 1);
        return keys.Count - 1;
    }
}
