using Anneal.Plotting;

namespace Anneal.Tests.Plotting;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(new double[] { }, new double[] { })]
    [InlineData(new double[] { 10, 50 }, new double[] { 10, 50 })]
    [InlineData(new double[] { 40, 40 }, new double[] { 35, 45 })]
    [InlineData(new double[] { 40, 44, 80 }, new double[] { 37, 47, 80 })]
    [InlineData(new double[] { 99, 99, 99 }, new double[] { 80, 90, 100 })]
    [InlineData(new double[] { 0, 1 }, new double[] { 0, 10 })]
    public void Labels_move_as_little_as_they_must(double[] wishes, double[] expected) =>
        Assert.Equal(expected, Spread.Apart(wishes, gap: 10, low: 0, high: 100));
}
