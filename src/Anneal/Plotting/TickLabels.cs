using System.Globalization;

namespace Anneal.Plotting;

/// <summary>Tick values in words: with as many decimals as their step needs, and a shared power of ten where they are very small or large.</summary>
static class TickLabels
{
    const double SmallestPlain = 1e-3;
    const double LargestPlain = 1e7;

    /// <summary>
    /// The labels of evenly spaced values, and the factor they all have to be multiplied by ("×10⁻⁴", or empty).
    /// </summary>
    public static (string[] Labels, string Factor) Even(ReadOnlySpan<double> values, double step)
    {
        var largest = 0.0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));

        var exponent = largest is < SmallestPlain or >= LargestPlain ? (int)Math.Floor(Math.Log10(largest)) : 0;
        var decimals = Math.Clamp(exponent - (int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        var labels = new string[values.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = Plain(Shift(values[i], -exponent), decimals);
        return (labels, exponent == 0 ? "" : "×10" + Superscript(exponent));
    }

    /// <summary>The labels of values on a logarithmic axis that are not evenly spaced: plain, or as powers of ten.</summary>
    public static string[] Logarithmic(ReadOnlySpan<double> values)
    {
        var labels = new string[values.Length];
        var plain = values[0] >= SmallestPlain && values[^1] <= 1e5;
        for (var i = 0; i < labels.Length; i++)
            labels[i] = plain ? Shortest(values[i]) : Power(values[i]);
        return labels;
    }

    /// <summary>One value as it is typed and logged, 0.01, 20,000 or 3e-4, with the decimals of a step; all it has if the step is 0.</summary>
    public static string Typed(double value, double step)
    {
        if (Math.Abs(value) <= step * 1e-9)
            return "0";
        if (Math.Abs(value) is < SmallestPlain or >= LargestPlain)
            return value.ToString("0.######e0", CultureInfo.InvariantCulture);
        return step > 0 ? Plain(value, Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15)) : Shortest(value);
    }

    static string Plain(double value, int decimals) =>
        Signed(value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    static string Shortest(double value) => Signed(value.ToString("#,##0.######", CultureInfo.InvariantCulture));

    /// <summary>With a minus sign in place of a hyphen, no sign before 0, and separators only from five digits on.</summary>
    static string Signed(string text)
    {
        var digits = text.TrimStart('-');
        if (digits.IndexOf(',', StringComparison.Ordinal) == 1 && digits.IndexOf(',', 2) < 0)
            digits = digits.Remove(1, 1);
        return text[0] == '-' && digits.AsSpan().ContainsAnyInRange('1', '9') ? "−" + digits : digits;
    }

    static string Power(double value)
    {
        var exponent = (int)Math.Floor(Math.Log10(value) + 1e-9);
        var mantissa = Shift(value, -exponent);
        var power = "10" + Superscript(exponent);
        return Math.Abs(mantissa - 1) < 1e-6 ? power : mantissa.ToString("0.######", CultureInfo.InvariantCulture) + "×" + power;
    }

    static double Shift(double value, int exponent) =>
        exponent < 0 ? value / Math.Pow(10, -exponent) : value * Math.Pow(10, exponent);

    static string Superscript(int value) => string.Create(CultureInfo.InvariantCulture, $"{value}")
        .Replace('-', '⁻').Replace('0', '⁰').Replace('1', '¹').Replace('2', '²').Replace('3', '³').Replace('4', '⁴')
        .Replace('5', '⁵').Replace('6', '⁶').Replace('7', '⁷').Replace('8', '⁸').Replace('9', '⁹');
}
