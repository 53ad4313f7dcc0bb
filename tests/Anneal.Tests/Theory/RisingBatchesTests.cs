using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RisingBatchesTests
{
    static readonly RandomFeatureModel easy = new(PowerLawSpectrum.Quadrature(2, 1.25, 1_000_000), 4, 1);

    // |ΔL|/L of an independent program: 1.1e-3, 5.4e-5, 4.1e-6 at rates of .12, .12/4, .12/16; 2.5 times fewer steps.
    [Theory]
    [InlineData(1, 1.1e-3)]
    [InlineData(4, 5.4e-5)]
    [InlineData(16, 4.1e-6)]
    public void Only_batch_over_rate_counts_as_the_rate_vanishes(int scale, double difference)
    {
        var rates = Enumerable.Range(0, 2000 * scale).Select(t => (.12 / scale * Math.Pow(1 - (t / (2000.0 * scale)), 1.5)) + 1e-6).ToArray();

        var ramp = RisingBatches.Matching(rates, 4, .12 / scale);

        Assert.Equal(1, Math.Abs((Loss(ramp) / new RandomFeatureGradient(easy, rates.Length).Loss(rates)) - 1) / difference, .02);
        Assert.Equal(2.5, (double)rates.Length / ramp.Batches.Length, .01);
    }

    [Fact]
    public void A_matching_ramp_of_a_constant_run_is_that_run()
    {
        var ramp = RisingBatches.Matching(new Constant(.1, 50).ToArray(), 3, .1);

        Assert.Equal(.1, ramp.Rate, 1e-12);
        Assert.Equal(50, ramp.Batches.Length);
        Assert.All(ramp.Batches, batch => Assert.Equal(3, batch, 1e-9));
    }

    // r is that of the faster rate while it lasts: half the rate at batch 2 is the rate at batch 4.
    [Fact]
    public void A_matching_ramp_skips_pauses_and_doubles_the_batch_where_the_rate_was_half()
    {
        double[] rates = [.2, .2, 0, 0, .1, .1, .1, .1];

        var ramp = RisingBatches.Matching(rates, 2, .2);

        Assert.Equal([2, 2, 4, 4], ramp.Batches.Select(batch => Math.Round(batch, 9)));
    }

    [Fact]
    public void The_best_ramp_spends_its_samples_and_beats_the_matching_and_every_perturbed_one()
    {
        var matching = RisingBatches.Matching(RandomFeatureControl.Optimize(easy, 256, .5).Rates.ToArray(), 4, .25);

        var best = RisingBatches.Best(easy, matching.Rate, matching.Batches.Length, matching.Samples);

        Assert.Equal(matching.Samples, best.Samples, 1e-9 * matching.Samples);
        Assert.True(Loss(best) < Loss(matching));
        var random = new RandomNumbers(new Seed(8));
        for (var i = 0; i < 50; i++)
        {
            var batches = best.Batches.Select(batch => batch * Math.Exp(.1 * random.NextNormal())).ToArray();
            var scale = best.Samples / batches.Sum();
            Assert.True(Loss(best with { Batches = [.. batches.Select(batch => batch * scale)] }) > Loss(best));
        }
    }

    [Fact]
    public void Runs_without_any_rate_have_no_ramp()
    {
        Assert.Throws<ArgumentException>(() => RisingBatches.Matching([0, 0], 4, .1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RisingBatches.Matching([.1], 0, .1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RisingBatches.Best(easy, .1, 10, 0));
    }

    static double Loss(RisingBatches ramp) =>
        new RandomFeatureGradient(easy, ramp.Batches.Length).Loss(new Constant(ramp.Rate, ramp.Batches.Length).ToArray(), ramp.Batches);
}
