using Anneal.Curves;

namespace Anneal.Tests.Curves;

public sealed class LossCurveTests
{
    static readonly LossCurve Curve = new([0, 10, 20], [3, 2, 1]);

    [Theory]
    [InlineData(0, 20, 3)]
    [InlineData(1, 20, 2)]
    [InlineData(10, 10, 1)]
    [InlineData(11, 19, 0)]
    [InlineData(30, 40, 0)]
    [InlineData(20, 0, 0)]
    public void Between_keeps_both_ends(int from, int to, int count) => Assert.Equal(count, Curve.Between(from, to).Count);

    [Fact]
    public void Steps_that_do_not_rise_and_losses_that_are_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LossCurve([0, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => new LossCurve([-1], [1]));
        Assert.Throws<ArgumentException>(() => new LossCurve([0], [double.NaN]));
        Assert.Throws<ArgumentException>(() => new LossCurve([0, 1], [1]));
    }

    [Fact]
    public void The_arrays_are_copied()
    {
        int[] steps = [0, 1];
        var curve = new LossCurve(steps, [2, 1]);
        steps[0] = 5;

        Assert.Equal(0, curve.Steps[0]);
    }
}
