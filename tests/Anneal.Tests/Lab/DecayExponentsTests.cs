using Anneal.Lab.Studies.RandomFeatures;
using Anneal.Theory;

namespace Anneal.Tests.Lab;

public sealed class DecayExponentsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(5)]
    public void The_power_of_a_power_is_found(double δ)
    {
        var optimum = Optimum(1000, t => .3 * Math.Pow(1 - (t / 1000.0), δ));

        Assert.Equal(1, DecayExponents.Linearity(optimum, δ), 1e-12);
        Assert.Equal(δ, DecayExponents.BestPower(optimum), 1e-3);
    }

    // dr/dt = −η and η = r^x make η a power x/(1 − x) of the steps left.
    [Fact]
    public void A_power_of_the_steps_left_is_a_power_of_the_time_left()
    {
        var optimum = Optimum(100_000, t => .5 * Math.Pow(1 - ((t + .5) / 100_000), 1.5));

        Assert.Equal(.6, DecayExponents.TailExponent(optimum).Exponent, 1e-4);
    }

    static RandomFeatureOptimum Optimum(int steps, Func<int, double> rate) => new([.. Enumerable.Range(0, steps).Select(rate)], 1, 1);
}
