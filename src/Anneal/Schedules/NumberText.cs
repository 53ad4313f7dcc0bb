using System.Globalization;

namespace Anneal.Schedules;

/// <summary>Doubles as people write rates: <c>3e-4</c>, <c>0.001</c>, <c>1.5e20</c>.</summary>
static class NumberText
{
    /// <summary>The shortest text that reads back to the same double.</summary>
    public static string Exact(double value) => Friendly(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Five significant digits.</summary>
    public static string Rounded(double value) => Friendly(value.ToString("G5", CultureInfo.InvariantCulture));

    // .NET writes 0.0003 and 3E-05: below 0.001 and where it uses an exponent, we write a bare one.
    static string Friendly(string text)
    {
        if (text[0] == '-') return $"-{Friendly(text[1..])}";
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? text : text[..mark];
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        if (significant.Length == 0) return "0";

        exponent += (point < 0 ? digits.Length : point) - (digits.Length - significant.Length) - 1;
        if (mark < 0 && exponent >= -3) return text;
        significant = significant.TrimEnd('0');
        var fraction = significant.Length > 1 ? $".{significant[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{significant[0]}{fraction}e{exponent}");
    }
}
