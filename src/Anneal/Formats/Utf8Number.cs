using System.Globalization;
using System.Text;

namespace Anneal.Formats;

/// <summary>Numbers in UTF-8 text, whatever the culture; correctly rounded.</summary>
static class Utf8Number
{
    // Every power of ten that a double holds exactly.
    static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(k => double.Parse($"1e{k}", CultureInfo.InvariantCulture))];

    /// <summary>Whether a cell says that there is no value: empty, <c>null</c>, <c>none</c>, <c>na</c>, <c>n/a</c>, <c>-</c>.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        0 => true,
        1 => cell[0] == '-',
        2 => Ascii.EqualsIgnoreCase(cell, "na"u8),
        3 => Ascii.EqualsIgnoreCase(cell, "n/a"u8),
        4 => Ascii.EqualsIgnoreCase(cell, "null"u8) || Ascii.EqualsIgnoreCase(cell, "none"u8),
        _ => false,
    };

    /// <summary>
    /// Reads a whole cell as a number; <c>nan</c>, <c>inf</c> and <c>infinity</c> in any case are numbers that are not finite.
    /// </summary>
    /// <param name="cell">The cell without surrounding blanks.</param>
    /// <param name="decimalComma">Whether one comma may stand for the point.</param>
    /// <param name="value">The number, 0 if it is none.</param>
    /// <remarks>
    /// Up to 15 digits and powers of ten up to 22 are exact in a double, so one product or quotient is correctly rounded
    /// (Clinger 1990); everything else goes to the runtime's parser.
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<byte> cell, bool decimalComma, out double value)
    {
        var (i, digits, mantissa, fraction) = (0, 0, 0L, -1);
        var any = false;
        var negative = cell.Length > 0 && cell[0] == '-';
        if (negative || (cell.Length > 0 && cell[0] == '+')) i++;
        for (; i < cell.Length; i++)
        {
            var digit = cell[i] - '0';
            if ((uint)digit <= 9)
            {
                any = true;
                // Leading zeros are no digits of the mantissa.
                if (mantissa > 0 || digit > 0) digits++;
                if (digits > 15) return TryParseSlowly(cell, decimalComma, out value);
                mantissa = (mantissa * 10) + digit;
                if (fraction >= 0) fraction++;
            }
            else if (fraction < 0 && (cell[i] == '.' || (decimalComma && cell[i] == ',')))
            {
                fraction = 0;
            }
            else
            {
                break;
            }
        }

        var exponent = -Math.Max(fraction, 0);
        if (!any || !TryExponent(cell[i..], ref exponent) || Math.Abs(exponent) > 22)
            return TryParseSlowly(cell, decimalComma, out value);
        value = exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        if (negative) value = -value;
        return true;
    }

    static bool TryExponent(ReadOnlySpan<byte> text, ref int exponent)
    {
        if (text.IsEmpty) return true;
        if ((text[0] | 0x20) != 'e') return false;
        text = text[1..];
        var negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..]) text = text[1..];
        if (text.Length is 0 or > 3) return false;
        var power = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            power = (power * 10) + (c - '0');
        }

        exponent += negative ? -power : power;
        return true;
    }

    static bool TryParseSlowly(ReadOnlySpan<byte> cell, bool decimalComma, out double value)
    {
        value = 0;
        if (cell.Length > 400) return false;
        Span<byte> copy = stackalloc byte[cell.Length];
        cell.CopyTo(copy);
        if (decimalComma && !copy.Contains((byte)'.') && copy.IndexOf((byte)',') is >= 0 and var comma) copy[comma] = (byte)'.';
        if (double.TryParse(copy, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        var negative = copy is [(byte)'-', ..];
        var word = copy is [(byte)'-' or (byte)'+', ..] ? copy[1..] : copy;
        if (Ascii.EqualsIgnoreCase(word, "inf"u8))
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        else if (Ascii.EqualsIgnoreCase(word, "nan"u8))
            value = double.NaN;
        else
            return false;
        return true;
    }
}
