using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

// Schaipp et al. 2025 (arXiv:2501.18965), from their code's conventions: T₀ = 4000, a cooldown of 20 %.
public sealed class HorizonExtensionTests
{
    [Theory]
    [InlineData(6000, 0.637, 0.446)]
    [InlineData(8000, 0.533, 0.633)]
    [InlineData(10000, 0.473, 0.771)]
    [InlineData(12000, 0.431, 0.876)]
    [InlineData(14000, 0.400, 0.959)]
    [InlineData(16000, 0.375, double.NaN)]
    public void The_factors_and_the_longer_cooldowns_are_the_known_ones(int to, double factor, double cooldown)
    {
        Assert.Equal(factor, HorizonExtension.StageFactor(4000, to, 0.2), 5e-4);
        Assert.Equal(cooldown, HorizonExtension.LongerCooldown(4000, to, 0.2), 1e-3);
    }

    [Fact]
    public void The_longer_cooldown_is_the_first_that_reaches_the_rate()
    {
        var wanted = LastIterateBound.Of(HorizonExtension.Cooldown(4000, 0.2)).BaseRate;
        var steps = (int)Math.Round(HorizonExtension.LongerCooldown(4000, 8000, 0.2) * 8001);
        double Rate(int cooldown) => LastIterateBound.Of(new Wsd(1, 0, 0, 8000, cooldown, DecayShape.Linear)).BaseRate;
        Assert.True(Rate(steps) >= wanted);
        Assert.True(Rate(steps - 1) < wanted);
    }

    [Fact]
    public void The_bounds_of_a_run_made_twice_as_long_are_the_known_ones()
    {
        var kept = LastIterateBound.Of(HorizonExtension.Cooldown(4000, 0.2)).BaseRate;
        var factor = HorizonExtension.StageFactor(4000, 8000, 0.2);
        Assert.Equal(0.02310, LastIterateBound.Of(HorizonExtension.Staged(4000, 8000, 0.2, factor)).At(kept), 5e-6);
        Assert.Equal(0.02563, LastIterateBound.Of(HorizonExtension.Cooldown(8000, 0.2)).At(kept), 5e-6);
        Assert.Equal(0.02417, LastIterateBound.Of(HorizonExtension.Cooldown(8000, 0.2)).Value, 5e-6);
        Assert.Equal(0.02237, LastIterateBound.Of(HorizonExtension.Cooldown(8000, 1)).Value, 5.1e-6);
    }

    [Theory]
    [InlineData(0, 3.21, double.NaN)]
    [InlineData(0.05, 2.36, double.NaN)]
    [InlineData(0.1, 2.17, 2.09)]
    [InlineData(0.2, 1.95, 1.84)]
    [InlineData(0.4, 1.65, 1.50)]
    [InlineData(0.6, 1.41, double.NaN)]
    [InlineData(0.8, 1.20, double.NaN)]
    public void The_transfer_of_the_rate_to_a_linear_decay_is_the_known_one(double cooldown, double linear, double root)
    {
        var full = LastIterateBound.Of(HorizonExtension.Cooldown(6400, 1)).BaseRate;
        Assert.Equal(linear, full / LastIterateBound.Of(HorizonExtension.Cooldown(6400, cooldown)).BaseRate, 5.5e-3);
        if (double.IsFinite(root))
            Assert.Equal(root, full / LastIterateBound.Of(HorizonExtension.Cooldown(6400, cooldown, DecayShape.OneMinusSqrt)).BaseRate, 5.5e-3);
    }
}
