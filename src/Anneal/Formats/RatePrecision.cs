using System.Globalization;

namespace Anneal.Formats;

/// <summary>How finely a log writes its rates.</summary>
/// <param name="Digits">The most significant digits that any of them has.</param>
/// <param name="Decimals">The most decimals that any of them has.</param>
/// <param name="Distinct">How many different rates there are, up to 1000.</param>
readonly record struct RatePrecision(int Digits, int Decimals, int Distinct)
{
    const int Sample = 1000;
    const int EnoughDigits = 4;
    const int ManyRates = 10;

    /// <summary>Whether they are rounded: fewer than four digits in ten or more different rates.</summary>
    public bool IsCoarse => Digits < EnoughDigits && Distinct >= ManyRates;

    /// <summary>How far a rate may be from what was meant: half a unit of the last digit or of the last decimal, the larger.</summary>
    public double Rounding(double rate)
    {
        var ofDigits = rate > 0 ? Math.Pow(10, Math.Floor(Math.Log10(rate)) - Digits + 1) : 0;
        return 0.5 * Math.Max(ofDigits, Math.Pow(10, -Decimals));
    }

    /// <summary>Looks at up to a thousand rates, evenly spread.</summary>
    public static RatePrecision Of(ReadOnlySpan<double> rates)
    {
        var (digits, decimals) = (0, 0);
        var distinct = new HashSet<double>();
        var stride = Math.Max(1, rates.Length / Sample);
        for (var i = 0; i < rates.Length; i += stride)
        {
            if (!distinct.Add(rates[i]) || rates[i] == 0) continue;
            // The shortest text that reads back to the same double is what the log had, but for zeros at the end.
            var text = rates[i].ToString("E16", CultureInfo.InvariantCulture);
            var exponent = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var own = DigitsOf(rates[i].ToString("R", CultureInfo.InvariantCulture));
            digits = Math.Max(digits, own);
            decimals = Math.Max(decimals, own - 1 - exponent);
        }

        return new(digits, decimals, distinct.Count);
    }

    static int DigitsOf(string text)
    {
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var digits = (end < 0 ? text : text[..end]).Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0').TrimEnd('0');
        return Math.Max(1, digits.Length);
    }
}
