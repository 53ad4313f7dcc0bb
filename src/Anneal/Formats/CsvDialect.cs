using System.Text;

namespace Anneal.Formats;

/// <summary>How a table is written: its separator and its column names.</summary>
/// <param name="Separator">A comma, a semicolon or a tab.</param>
/// <param name="Names">The header's cells.</param>
sealed record CsvDialect(byte Separator, string[] Names)
{
    static ReadOnlySpan<byte> Separators => ",;\t"u8;

    /// <summary>Numbers may have a decimal comma where the comma separates nothing.</summary>
    public bool DecimalComma => Separator != ',';

    /// <summary>The column of the step, −1 if there is none.</summary>
    public int StepColumn { get; } = BestStep(Names);

    /// <summary>How many columns have a known role.</summary>
    public int Known { get; } = Names.Count(name => ColumnNames.Classify(name).Role != ColumnRole.Other);

    /// <summary>The reading of a header line in which the most columns are known.</summary>
    public static CsvDialect Of(ReadOnlySpan<byte> header)
    {
        CsvDialect? best = null;
        foreach (var separator in Separators)
        {
            var dialect = new CsvDialect(separator, Split(header, separator));
            if (best is null || (dialect.Known, dialect.Names.Length).CompareTo((best.Known, best.Names.Length)) > 0) best = dialect;
        }

        return best!;
    }

    /// <summary>Whether a line holds nothing: blanks only, or a comment.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(" \t,;"u8);
        return text.IsEmpty || text[0] == '#';
    }

    /// <summary>A separator other than this one that cuts <paramref name="line"/> into as many cells as the header has, or 0.</summary>
    public byte OtherSeparator(ReadOnlySpan<byte> line)
    {
        Span<Range> cells = stackalloc Range[Names.Length + 1];
        foreach (var separator in Separators)
        {
            if (separator != Separator && Names.Length > 1 && Cut(line, separator, cells) == Names.Length) return separator;
        }

        return 0;
    }

    /// <summary>How a separator is called.</summary>
    public static string NameOf(byte separator) => separator switch
    {
        (byte)',' => "commas",
        (byte)';' => "semicolons",
        _ => "tabs",
    };

    /// <summary>
    /// Finds the cells of a line; a cell in double quotes may hold separators. Returns how many there are, −1 for an open quote;
    /// cells beyond <paramref name="cells"/> are counted only.
    /// </summary>
    public static int Cut(ReadOnlySpan<byte> line, byte separator, Span<Range> cells)
    {
        var (count, at) = (0, 0);
        while (true)
        {
            var rest = line[at..];
            int length;
            if (rest is [(byte)'"', ..])
            {
                length = QuotedLength(rest);
                if (length < 0) return -1;
            }
            else
            {
                length = rest.IndexOf(separator);
                if (length < 0) length = rest.Length;
            }

            if (count < cells.Length) cells[count] = at..(at + length);
            count++;
            at += length;
            if (at >= line.Length) return count;
            at++;
        }
    }

    /// <summary>A cell without blanks and quotes around it.</summary>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 0 && cell[0] > ' ' && cell[0] != '"' && cell[^1] > ' ') return cell;
        cell = cell.Trim(" \t"u8);
        return cell is [(byte)'"', .., (byte)'"'] ? cell[1..^1].Trim(" \t"u8) : cell;
    }

    // From the opening quote to the separator after the closing one; anything between the two is kept.
    static int QuotedLength(ReadOnlySpan<byte> text)
    {
        var i = 1;
        while (i < text.Length)
        {
            if (text[i] != '"') { i++; continue; }
            if (i + 1 < text.Length && text[i + 1] == '"') { i += 2; continue; }
            var rest = text[(i + 1)..];
            var separator = rest.IndexOfAny(Separators);
            return separator < 0 ? text.Length : i + 1 + separator;
        }

        return -1;
    }

    static string[] Split(ReadOnlySpan<byte> header, byte separator)
    {
        var cells = new Range[Cut(header, separator, []) is > 0 and var count ? count : 1];
        if (Cut(header, separator, cells) < 0) cells[0] = ..;
        var names = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            names[i] = Encoding.UTF8.GetString(Bare(header[cells[i]])).Replace("\"\"", "\"", StringComparison.Ordinal);
        return names;
    }

    static int BestStep(string[] names)
    {
        var (best, least) = (-1, int.MaxValue);
        for (var i = 0; i < names.Length; i++)
        {
            var (role, rank) = ColumnNames.Classify(names[i]);
            if (role == ColumnRole.Step && rank < least) (best, least) = (i, rank);
        }

        return best;
    }
}
