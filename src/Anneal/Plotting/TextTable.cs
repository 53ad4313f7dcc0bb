using System.Text;

namespace Anneal.Plotting;

/// <summary>
/// A table of text, to be shown in a terminal, in Markdown, as CSV or in a report. Columns of numbers are set flush right,
/// all others flush left; widths are those of a terminal's cells, so Greek letters and accents line up.
/// </summary>
public sealed class TextTable
{
    readonly string[] headers;
    readonly string[][] rows;

    /// <summary>Copies its arguments.</summary>
    /// <param name="headers">One for each column, at least one.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    /// <exception cref="ArgumentException">There is no column, or a row has another number of cells.</exception>
    public TextTable(IEnumerable<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        this.headers = [.. headers];
        this.rows = [.. rows.Select(row => row.ToArray())];
        if (this.headers.Length == 0)
            throw new ArgumentException("A table has at least one column.", nameof(headers));
        for (var i = 0; i < this.rows.Length; i++)
            Require.SameLength(this.rows[i].Length, this.headers.Length, nameof(rows), $"the header (row {i})");
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers => headers;

    /// <summary>The cells, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => rows;

    /// <summary>Whether every cell of a column that is not blank reads as a number: 3e-4, −0.2 ± 0.1, 85 %, —.</summary>
    public bool IsNumeric(int column) =>
        rows.Any(row => row[column].AsSpan().ContainsAnyInRange('0', '9')) && rows.All(row => ReadsAsNumber(row[column]));

    /// <summary>Aligned columns under a ruled header, two blanks apart; lines end in \n and not in blanks.</summary>
    public string ToText()
    {
        var widths = Widths(text => text);
        var text = new StringBuilder();
        Append(text, Aligned(headers, widths, text => text), "  ");
        Append(text, widths.Select(width => new string('─', width)), "  ");
        foreach (var row in rows)
            Append(text, Aligned(row, widths, text => text), "  ");
        return text.ToString();
    }

    /// <summary>A table of GitHub-flavoured Markdown, aligned in its source too.</summary>
    public string ToMarkdown()
    {
        static string Escape(string cell) => cell.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        var widths = Widths(Escape);
        for (var i = 0; i < widths.Length; i++)
            widths[i] = Math.Max(3, widths[i]);
        var text = new StringBuilder();
        Append(text, Aligned(headers, widths, Escape), " | ", "| ", " |");
        Append(text, widths.Select((width, i) => IsNumeric(i) ? new string('-', width - 1) + ":" : new string('-', width)), " | ", "| ", " |");
        foreach (var row in rows)
            Append(text, Aligned(row, widths, Escape), " | ", "| ", " |");
        return text.ToString();
    }

    /// <summary>Comma-separated values (RFC 4180, but lines end in \n), the headers first.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(headers))
            text.AppendJoin(',', row.Select(Quote)).Append('\n');
        return text.ToString();
    }

    static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") || cell != cell.Trim()
        ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : cell;

    static bool ReadsAsNumber(string cell)
    {
        var text = cell.AsSpan().Trim().TrimStart("+-−±<>≤≥≈~ ");
        if (text.IsEmpty || text is "—" or "–" || text.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('.' or '∞'))
            return false;
        // Units are short ("85 %", "3.2 ms", "24 k"); three letters in a row are a word.
        var letters = 0;
        foreach (var c in text)
        {
            letters = char.IsLetter(c) ? letters + 1 : 0;
            if (letters == 3)
                return false;
        }
        return true;
    }

    int[] Widths(Func<string, string> escape) =>
        [.. headers.Select((_, i) => rows.Prepend(headers).Max(row => TextWidth.Cells(escape(TextWidth.Clean(row[i])))))];

    IEnumerable<string> Aligned(string[] row, int[] widths, Func<string, string> escape) => row.Select((raw, i) =>
    {
        var cell = escape(TextWidth.Clean(raw));
        var blanks = new string(' ', widths[i] - TextWidth.Cells(cell));
        return IsNumeric(i) ? blanks + cell : cell + blanks;
    });

    static void Append(StringBuilder text, IEnumerable<string> cells, string between, string before = "", string after = "") =>
        text.Append((before + string.Join(between, cells) + after).TrimEnd(' ')).Append('\n');
}
