using System.Text;
using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class PrintedNumberTests
{
    [Theory]
    [InlineData("12.18", 12.18, 5)]
    [InlineData("-3", -3, 2)]
    [InlineData("9.150000E-06 |", 9.15e-6, 12)]
    [InlineData("195,153", 195153, 7)]
    [InlineData("1,048,576 tokens", 1048576, 9)]
    [InlineData("10, loss", 10, 2)]
    [InlineData("1234,567", 1234, 4)]
    [InlineData("1,2345", 1, 1)]
    [InlineData("25.2G", 25.2e9, 5)]
    [InlineData("1.02K |", 1020, 5)]
    [InlineData("7B", 7e9, 2)]
    [InlineData("1T", 1e12, 2)]
    [InlineData("0.999)", 0.999, 5)]
    [InlineData("nan |", double.NaN, 3)]
    [InlineData("-inf", double.NegativeInfinity, 4)]
    [InlineData("Infinity,", double.PositiveInfinity, 8)]
    public void A_number_ends_where_it_ends(string text, double value, int length)
    {
        Assert.True(PrintedNumber.TryRead(Encoding.ASCII.GetBytes(text), out var read, out var taken));
        Assert.Equal((value, length), (read, taken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("135.21ms")]
    [InlineData("3Kb")]
    [InlineData("1.2.3x")]
    [InlineData("nano")]
    [InlineData("e5")]
    public void What_runs_into_other_letters_is_none(string text) =>
        Assert.False(PrintedNumber.TryRead(Encoding.ASCII.GetBytes(text), out _, out _));
}
