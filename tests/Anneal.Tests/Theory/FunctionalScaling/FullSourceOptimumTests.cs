using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class FullSourceOptimumTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.3, 2)]
    [InlineData(0.25, 3)]
    public void Without_noise_of_the_signal_it_is_the_closed_form(double source, double capacity)
    {
        var problem = new ScalingProblem(source, capacity);
        var closed = ScalingOptimum.Of(problem, 1e5);
        var numeric = FullSourceOptimum.Of(problem, 1e5);
        Assert.Equal(1, numeric.Loss / closed.Loss, 1e-7);
        Assert.Equal(1, numeric.Time / closed.Time, 1e-3);
        var (a, b) = (closed.Rates(500), numeric.Rates(500));
        for (var k = 0; k < a.Length; k++) Assert.Equal(a[k], b[k], 2e-3 * closed.Peak);
    }

    // The search sees whole steps, the theory infinitely small ones: the gap is of second order in their size.
    [Theory]
    [InlineData(1, 2, 0.05)]
    [InlineData(0.3, 2, 0.1)]
    public void It_is_what_a_blind_search_finds(double source, double capacity, double noise)
    {
        var (coarse, fine) = (Gap(0.2, 500), Gap(0.1, 1000));
        Assert.InRange(coarse, 0, 4e-5);
        Assert.InRange(fine / coarse, 0.1, 0.4);

        double Gap(double maxRate, int steps)
        {
            // Half the rate and half the batch: the same problem in smaller steps.
            var problem = new ScalingProblem(source, capacity) { Noise = noise / maxRate, SignalNoise = 1 / maxRate, MaxRate = maxRate };
            var optimum = FullSourceOptimum.Of(problem, steps);
            var searched = SearchedSchedule.Of(problem, steps, TestContext.Current.CancellationToken);
            var rates = optimum.Rates(steps);
            Assert.Equal(optimum.Time, rates.Sum(), 1e-6 * optimum.Time);
            return (ScalingDynamics.FinalLoss(problem, rates) / searched.Loss) - 1;
        }
    }

    [Fact]
    public void It_warms_up_and_decays()
    {
        var optimum = FullSourceOptimum.Of(new ScalingProblem(1, 2) { Noise = 0.01, SignalNoise = 1, MaxRate = 1 }, 1e4);
        var rates = optimum.Rates(1000);
        var top = Array.IndexOf(rates, rates.Max());
        Assert.InRange(top, 5, 500);
        Assert.True(rates[0] < 0.6 * rates[top]);
        for (var k = 1; k < rates.Length; k++) Assert.True(k <= top ? rates[k] >= rates[k - 1] : rates[k] <= rates[k - 1]);
    }
}
