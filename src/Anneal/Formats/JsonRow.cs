using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anneal.Formats;

/// <summary>The numbers of one JSON object, by flattened key; reused from line to line.</summary>
sealed partial class JsonRow
{
    const int LongestKey = 256;

    readonly List<string> keys = [];
    readonly Dictionary<string, int> places;
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    readonly List<(int Key, double? Value)> cells = [];
    readonly char[] name = new char[LongestKey];
    readonly Stack<int> prefixes = new();

    public JsonRow()
    {
        places = new Dictionary<string, int>(StringComparer.Ordinal);
        lookup = places.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every key with a value so far, over all lines.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>The last line's cells: the place of the key in <see cref="Keys"/>, and the number, null for text that is none.</summary>
    public IReadOnlyList<(int Key, double? Value)> Cells => cells;

    /// <summary>The last line's number under a key.</summary>
    public double? Find(string key)
    {
        if (!places.TryGetValue(key, out var place)) return null;
        foreach (var cell in cells)
        {
            if (cell.Key == place) return cell.Value;
        }

        return null;
    }

    /// <summary>Reads a line; false if it is not one whole JSON object. NaN and Infinity, which JSON lacks, are read too.</summary>
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        cells.Clear();
        prefixes.Clear();
        if (line is not [(byte)'{', .., (byte)'}']) return false;
        try
        {
            return Read(line);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            cells.Clear();
            return line.IndexOfAny("NI"u8) >= 0 && TryReadQuoted(line);
        }
    }

    bool Read(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line, new JsonReaderOptions { AllowTrailingCommas = true });
        var (length, prefix) = (0, 0);
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName:
                    length = Append(ref json, prefix);
                    break;
                case JsonTokenType.StartObject:
                    prefixes.Push(prefix);
                    // "train" becomes "train." for what is inside; the outermost object adds nothing.
                    if (prefixes.Count > 1 && length > 0 && length < LongestKey)
                    {
                        name[length] = '.';
                        prefix = length + 1;
                    }

                    break;
                case JsonTokenType.EndObject:
                    prefix = prefixes.Pop();
                    break;
                case JsonTokenType.StartArray:
                    json.Skip();
                    break;
                case JsonTokenType.Number:
                    Add(length, Utf8Number.TryParse(json.ValueSpan, decimalComma: false, out var number) ? number : null);
                    break;
                case JsonTokenType.String when !json.HasValueSequence && !json.ValueIsEscaped && !Utf8Number.IsMissing(json.ValueSpan):
                    Add(length, Utf8Number.TryParse(json.ValueSpan, decimalComma: false, out var text) ? text : null);
                    break;
            }
        }

        return true;
    }

    // A key longer than any that has a role is cut: it then has none.
    int Append(ref Utf8JsonReader json, int prefix)
    {
        Span<char> key = stackalloc char[LongestKey];
        if (json.ValueSpan.Length > LongestKey) return 0;
        var length = Math.Min(json.CopyString(key), LongestKey - prefix);
        key[..length].CopyTo(name.AsSpan(prefix));
        return prefix + length;
    }

    void Add(int length, double? value)
    {
        if (length == 0) return;
        var key = name.AsSpan(0, length);
        if (!lookup.TryGetValue(key, out var place))
        {
            if (keys.Count >= 4096) return;
            place = keys.Count;
            keys.Add(key.ToString());
            places.Add(keys[^1], place);
        }

        cells.Add((place, value));
    }

    [GeneratedRegex(@"(?<=[:,\[]\s*)(NaN|-?Infinity)(?=\s*[,}\]])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotFinite();

    // Python writes NaN, Infinity and -Infinity bare; in quotes they are JSON.
    bool TryReadQuoted(ReadOnlySpan<byte> line)
    {
        var quoted = NotFinite().Replace(Encoding.UTF8.GetString(line), "\"$0\"");
        try
        {
            prefixes.Clear();
            return Read(Encoding.UTF8.GetBytes(quoted));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            cells.Clear();
            return false;
        }
    }
}
