using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Tests.Plotting;

public sealed class DigitsTests
{
    [Theory]
    [InlineData(2.65123456, 0.0023, "2.6512")]
    [InlineData(2.65123456, 0.23, "2.65")]
    [InlineData(438.2, 31, "438")]
    [InlineData(2.65123456, 0, "2.651")]
    [InlineData(2.65123456, double.NaN, "2.651")]
    [InlineData(1.2815e-4, 3e-6, "1.282e-4")]
    public void A_value_is_shown_to_the_second_digit_of_its_error(double value, double halfWidth, string expected) =>
        Assert.Equal(expected, Digits.Within(value, halfWidth));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3e-4, "3e-4")]
    [InlineData(2.9999e-5, "3e-5")]
    [InlineData(-1.2346e-12, "-1.235e-12")]
    [InlineData(0.45309, "0.4531")]
    [InlineData(2.5, "2.5")]
    [InlineData(24000, "24000")]
    [InlineData(123456.7, "123457")]
    [InlineData(1.5e20, "1.5e20")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Four_digits_are_significant(double value, string expected) => Assert.Equal(expected, Digits.Significant(value));

    [Fact]
    public void Error_and_interval_share_the_place_of_their_last_digit()
    {
        Assert.Equal("0.524 ± 0.012", Digits.PlusMinus(0.52381, 0.0123));
        Assert.Equal("2.6476 … 2.6524", Digits.Interval(2.64761, 2.65239));
    }

    [Fact]
    public void Numbers_are_the_same_where_the_decimal_sign_is_a_comma()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = comma;

            Assert.Equal("0.524 ± 0.012", Digits.PlusMinus(0.52381, 0.0123));
            Assert.Equal("1.28e-5", Digits.Significant(1.28e-5));
            Assert.Equal("21,840", Digits.Count(21840));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
