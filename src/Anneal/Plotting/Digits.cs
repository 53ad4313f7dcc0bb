using System.Globalization;

namespace Anneal.Plotting;

/// <summary>
/// Numbers as people read them: as many digits as the interval allows. Machines get all of them.
/// </summary>
public static class Digits
{
    const int MostDecimals = 15;

    /// <summary>
    /// <paramref name="value"/> to the decimal place of the second significant digit of <paramref name="halfWidth"/>; four
    /// significant digits where there is no half-width.
    /// </summary>
    public static string Within(double value, double halfWidth)
    {
        if (!double.IsFinite(value) || !double.IsFinite(halfWidth) || halfWidth <= 0) return Significant(value);
        return IsPlain(value)
            ? Format(value, Invariant($"F{Decimals(halfWidth)}"))
            : Significant(value, Math.Clamp(Place(value) - Place(halfWidth) + 2, 1, MostDecimals));
    }

    /// <summary><c>2.651 ± 0.0023</c>; the value alone where there is no error.</summary>
    public static string PlusMinus(double value, double error) =>
        double.IsFinite(error) && error > 0
            ? $"{Within(value, error)} ± {Within(error, error)}"
            : Significant(value);

    /// <summary><c>2.648 … 2.653</c>, both ends to the digits that their distance gives.</summary>
    public static string Interval(double lower, double upper)
    {
        var halfWidth = (upper - lower) / 2;
        return $"{Within(lower, halfWidth)} … {Within(upper, halfWidth)}";
    }

    /// <summary><c>0.4531</c>, <c>3e-4</c>, <c>1.28e-5</c>: at most so many digits after the first, no zeros at the end.</summary>
    public static string Significant(double value, int digits = 4) => value switch
    {
        double.NaN => "–",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        0 => "0",
        _ when !IsPlain(value) => Format(value, $"0.{new string('#', digits - 1)}e0"),
        _ when Math.Abs(value) >= Math.Pow(10, digits) => Format(value, "F0"),
        _ => Format(value, Invariant($"G{digits}")),
    };

    /// <summary>So many decimals, whatever the size: for columns of alike numbers.</summary>
    public static string Fixed(double value, int decimals) => Format(value, Invariant($"F{decimals}"));

    /// <summary><c>90 %</c>, <c>2.5 %</c>: a share to that many digits.</summary>
    public static string Percent(double share, int digits = 2) => $"{Significant(100 * share, digits)} %";

    /// <summary><c>21,840</c>.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    // Rates such as 3e-4 are written with an exponent, losses and step counts are not.
    static bool IsPlain(double value) => Math.Abs(value) is >= 1e-3 and < 1e9;

    static int Decimals(double halfWidth) => Math.Clamp(1 - Place(halfWidth), 0, MostDecimals);

    static int Place(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));

    static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
