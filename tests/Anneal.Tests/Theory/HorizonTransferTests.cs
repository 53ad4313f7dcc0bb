using Anneal.Laws;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class HorizonTransferTests
{
    [Fact]
    public void A_linear_decay_transfers_with_the_square_root_of_the_horizon() =>
        Assert.Equal(0.5, HorizonTransfer.ByConvexBound(steps => new Linear(1, 0, steps), 4000, 16000), 1e-3);

    // ν of the optimum: (1 + sβ − β)/(1 + sβ); of a constant rate s/(1 + s) (Li et al. 2026, arXiv:2602.06797).
    [Theory]
    [InlineData(1, 2, 10, 1.0 / 3)]
    [InlineData(0.8, 1.5, 10, 0.7 / 2.2)]
    [InlineData(0.5, 2, 10, 0)]
    [InlineData(0.25, 3, 10, 0)]
    [InlineData(0.7, 3, 0, 0.7 / 1.7)]
    public void The_peak_exponent_is_that_of_the_theory(double source, double capacity, double tail, double exponent) =>
        Assert.Equal(exponent, HorizonTransfer.PeakExponent(source, capacity, tail), 1e-12);

    [Fact]
    public void A_law_that_knows_no_instability_has_no_best_peak()
    {
        var law = new CalibratedLaw(new OnePower(), [3, 0.5, 0.5], WarmupResponse.Excluded);
        Assert.Null(HorizonTransfer.BestPeaks(law, (peak, steps) => new Constant(peak, steps), 1000, 4000, (1e-4, 1e-2)));
    }

    [Fact]
    public void A_best_peak_is_found_to_a_place()
    {
        // A shape whose rate sum is peak · (1 − peak / 2e-3) a step: the sum, and with it the progress, is greatest at 1e-3.
        var law = new CalibratedLaw(new OnePower(), [3, 0.5, 0.5], WarmupResponse.Excluded);
        var found = HorizonTransfer.BestPeaks(law, (peak, steps) => new Constant(peak * Math.Max(1 - (peak / 2e-3), 1e-6), steps), 1000, 4000, (1e-4, 1e-2));
        Assert.NotNull(found);
        Assert.InRange(found.Value.From / 1e-3, 0.94, 1.06);
        Assert.Equal(found.Value.From, found.Value.To);
    }

    [Fact]
    public void The_hard_regime_keeps_its_rate() => Assert.Equal(1, HorizonTransfer.ByFunctionalScaling(0.25, 3, 2, 1000, 64000));
}
