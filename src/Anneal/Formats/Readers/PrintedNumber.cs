using System.Text;

namespace Anneal.Formats;

/// <summary>Numbers as programs print them for people: <c>195,153</c>, <c>25.2G</c>, <c>nan</c>, <c>-inf</c>, <c>9.15E-06</c>.</summary>
static class PrintedNumber
{
    const int Longest = 64;

    /// <summary>
    /// Reads the number with which <paramref name="text"/> begins. Commas before the point separate thousands, and one of
    /// K, M, B, G, T multiplies; a number that runs into other letters or digits is none.
    /// </summary>
    /// <param name="text">What begins with the number.</param>
    /// <param name="value">The number, 0 if there is none.</param>
    /// <param name="length">How many bytes it takes.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value, out int length)
    {
        (value, length) = (0, 0);
        Span<byte> plain = stackalloc byte[Longest];
        var count = 0;
        var i = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (i < text.Length && char.IsAsciiLetter((char)text[i])) return TryWord(text, i, out value, out length);
        var (digits, sinceComma, commas, hasPoint) = (0, 0, 0, false);
        for (; i < text.Length && count < Longest - 8; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit((char)c))
            {
                plain[count++] = c;
                digits++;
                sinceComma++;
            }
            else if (c == '.' && !hasPoint)
            {
                plain[count++] = c;
                hasPoint = true;
            }
            else if (c == ',' && !hasPoint && digits > 0 && (commas == 0 ? sinceComma <= 3 : sinceComma == 3) && IsThousands(text[(i + 1)..]))
            {
                commas++;
                sinceComma = 0;
            }
            else
            {
                break;
            }
        }

        if (digits == 0) return false;
        i += Exponent(text[i..], plain[count..], out var taken);
        count += taken;
        var factor = i < text.Length ? Factor(text[i]) : 1;
        if (factor > 1) i++;
        if (i < text.Length && (char.IsAsciiLetterOrDigit((char)text[i]) || text[i] == '_')) return false;
        // 1.2.3 is a version.
        if (i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit((char)text[i + 1])) return false;
        if (!Utf8Number.TryParse(plain[..count], decimalComma: false, out value)) return false;
        value *= text[0] == '-' ? -factor : factor;
        length = i;
        return true;
    }

    static bool TryWord(ReadOnlySpan<byte> text, int from, out double value, out int length)
    {
        length = from;
        while (length < text.Length && char.IsAsciiLetterOrDigit((char)text[length])) length++;
        var word = text[from..length];
        value = 0;
        if (Ascii.EqualsIgnoreCase(word, "nan"u8)) value = double.NaN;
        else if (Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8))
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        else return false;
        return true;
    }

    // Exactly three digits, then something else.
    static bool IsThousands(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[..3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (text.Length == 3 || !char.IsAsciiDigit((char)text[3]));

    // e, a sign and up to three digits; nothing is taken where that is not what stands there.
    static int Exponent(ReadOnlySpan<byte> text, Span<byte> to, out int taken)
    {
        taken = 0;
        if (text.IsEmpty || (text[0] | 0x20) != 'e') return 0;
        var i = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        var first = i;
        while (i < text.Length && i < first + 3 && char.IsAsciiDigit((char)text[i])) i++;
        if (i == first) return 0;
        text[..i].CopyTo(to);
        taken = i;
        return i;
    }

    static double Factor(byte suffix) => suffix switch
    {
        (byte)'K' => 1e3,
        (byte)'M' => 1e6,
        (byte)'B' or (byte)'G' => 1e9,
        (byte)'T' => 1e12,
        _ => 1,
    };
}
