using Anneal.Lab.Studies.Networks;

namespace Anneal.Tests.Lab;

public sealed class RateParabolaTests
{
    [Fact]
    public void The_least_of_a_parabola_in_the_logarithm_is_found()
    {
        double[] rates = [0.01, 0.02, 0.05, 0.1, 0.3];
        double[] losses = [.. rates.Select(rate => 2 + (0.3 * Math.Pow(Math.Log(rate / 0.06), 2)))];

        var best = RateParabola.Of(rates, losses);

        Assert.True(best.IsInside);
        Assert.Equal(0.06, best.Rate, 1e-9);
        Assert.Equal(2, best.Loss, 1e-9);
        Assert.Equal(2 + (0.3 * Math.Pow(Math.Log(0.2 / 0.06), 2)), RateParabola.At(rates, losses, 0.2), 1e-9);
    }

    [Theory]
    [InlineData(1.0, 2.0, 3.0, 0.01)]
    [InlineData(3.0, 2.0, 1.0, 0.04)]
    [InlineData(3.0, 2.0, double.PositiveInfinity, 0.02)]
    public void A_least_at_an_end_or_beside_a_divergence_is_the_grids(double first, double second, double third, double rate)
    {
        var best = RateParabola.Of([0.01, 0.02, 0.04], [first, second, third]);

        Assert.False(best.IsInside);
        Assert.Equal(rate, best.Rate);
    }
}
