using System.Globalization;
using System.Text;

namespace Anneal.Plotting;

/// <summary>How wide text is: in terminal cells exactly, in pixels of an unknown sans-serif face from above.</summary>
static class TextWidth
{
    /// <summary>Cells of a terminal: none for combining marks and controls, two for East Asian wide characters and emoji, else one.</summary>
    public static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
            cells += Cells(rune);
        return cells;
    }

    /// <summary>Pixels at a font size; close to DejaVu Sans, the widest of the usual system faces.</summary>
    public static double Pixels(string text, double size)
    {
        var ems = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            ems += Cells(rune) switch
            {
                0 => 0,
                2 => 1,
                _ when "ijlI.,:;'|!()[] tfr⁻¹".Contains(rune.ToString(), StringComparison.Ordinal) => 0.38,
                _ when "mwMW%@—".Contains(rune.ToString(), StringComparison.Ordinal) => 0.95,
                _ when Rune.IsUpper(rune) => 0.71,
                _ when rune.Value is >= '⁰' and <= '₉' or '²' or '³' => 0.42,
                _ => 0.62,
            };
        }
        return ems * size;
    }

    /// <summary>Breaks text at spaces into lines of at most <paramref name="width"/> pixels; a longer word stands alone.</summary>
    public static List<string> Wrap(string text, double size, double width)
    {
        List<string> lines = [];
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Pixels(lines[^1] + " " + word, size) <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }
        return lines;
    }

    /// <summary>Text on one line without control characters, which could move a terminal's cursor.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>Text on one line, cut to a number of cells, the cut shown by "…".</summary>
    public static string Fit(string text, int cells)
    {
        text = Clean(text);
        if (Cells(text) <= cells)
            return text;
        var kept = new StringBuilder();
        var used = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Cells(rune) > cells)
                break;
            used += Cells(rune);
            kept.Append(rune);
        }
        return cells < 1 ? "" : kept.Append('…').ToString();
    }

    static int Cells(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
            or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD ? 2 : 1,
    };
}
