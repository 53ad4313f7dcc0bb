using System.Globalization;
using System.Text;
using Anneal.Formats;
using Anneal.Simulation;

namespace Anneal.Tests.Formats;

public sealed class Utf8NumberTests
{
    [Fact]
    public void Every_double_reads_back_from_its_shortest_text()
    {
        var random = new RandomNumbers(new Seed(1)["doubles"]);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.UInt64BitsToDouble(random.NextBits());
            if (!double.IsFinite(value)) continue;
            Assert.True(Utf8Number.TryParse(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)), false, out var read));
            Assert.Equal(value, read);
        }
    }

    // The runtime's parser is correctly rounded; the fast path must be too, digit by digit.
    [Fact]
    public void Decimals_of_every_length_agree_with_the_runtimes_parser()
    {
        var random = new RandomNumbers(new Seed(1)["decimals"]);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = 1 + (int)(random.NextUniform() * 20);
            var text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + (int)(random.NextUniform() * 10))));
            text = text.Insert((int)(random.NextUniform() * (digits + 1)), ".") + (i % 3 == 0 ? $"e{(int)(random.NextUniform() * 60) - 30}" : "");
            Assert.True(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), false, out var read));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }

    [Theory]
    [InlineData("-0.5", -0.5)]
    [InlineData("+3", 3.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1E-4", 1e-4)]
    [InlineData("7.9e-06", 7.9e-6)]
    [InlineData("nan", double.NaN)]
    [InlineData("-INF", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Numbers_are_read(string text, double value)
    {
        Assert.True(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), false, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("3,5")]
    [InlineData("3.5x")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("three")]
    public void What_is_no_number_is_refused(string text) => Assert.False(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), false, out _));

    [Theory]
    [InlineData("3,5", 3.5)]
    [InlineData("-0,0003", -0.0003)]
    [InlineData("1,25e-3", 1.25e-3)]
    [InlineData("3,14159265358979323846", 3.14159265358979323846)]
    public void A_decimal_comma_is_read_where_allowed(string text, double value)
    {
        Assert.True(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), true, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1.234,5")]
    [InlineData("1,2,3")]
    public void Thousands_separators_are_refused(string text) => Assert.False(Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), true, out _));
}
