using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RefinedDecayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Equal_norms_give_the_straight_line_exactly(double power)
    {
        var decay = RefinedDecay.OfMeasured(Enumerable.Repeat(0.37, 250).ToArray(), power);
        Assert.Equal(Enumerable.Range(0, 250).Select(t => (249.0 - t) / 250), decay.Rates);
        Assert.Equal(0.37 / Math.Sqrt(250), decay.Guarantee, 1e-15);
        Assert.Equal(0, decay.WarmupSteps);
        Assert.Equal(1, decay.PolynomialExponent(), 1e-5);
    }

    [Fact]
    public void Norms_that_fall_and_stay_give_a_warmup()
    {
        double[] norms = [.. Enumerable.Range(0, 500).Select(t => 1 + (4 * Math.Exp(-t / 30.0)))];
        var decay = RefinedDecay.Of(norms);
        Assert.InRange(decay.WarmupSteps, 60, 150);
        Assert.True(decay.Rates[0] < 0.1 * decay.Rates.Max());
    }

    [Fact]
    public void Norms_that_rise_at_the_end_give_a_decay_faster_than_a_line()
    {
        double[] norms = [.. Enumerable.Range(0, 500).Select(t => 1 + (2 * Math.Pow(t / 499.0, 4)))];
        var decay = RefinedDecay.Of(norms);
        Assert.True(decay.PolynomialExponent() > 1.2);
        for (var t = 250; t < 500; t++) Assert.True(decay.Rates[t] / decay.Rates[0] < 1 - (t / 499.0) + 1e-12);
    }

    // The guarantee is the least of (D² + c² Σ w² G²)/(2c Σ w) over c, and G⁻² the best of all weights.
    [Fact]
    public void Inverse_squares_are_the_best_weights()
    {
        double[] norms = [.. Enumerable.Range(0, 60).Select(t => 1 + (0.8 * Math.Sin(t)))];
        var best = RefinedDecay.Of(norms).Guarantee;
        Assert.Equal(1 / Math.Sqrt(norms.Sum(g => 1 / (g * g))), best, 1e-14);
        Assert.True(best < RefinedDecay.Of(norms, 1).Guarantee);
        Assert.True(best < RefinedDecay.Of(norms, 3).Guarantee);
    }

    [Fact]
    public void Scaling_all_norms_changes_no_rate()
    {
        double[] norms = [.. Enumerable.Range(0, 60).Select(t => 1 + (0.8 * Math.Sin(t)))];
        var scaled = RefinedDecay.Of([.. norms.Select(g => 1e-3 * g)]);
        Assert.All(RefinedDecay.Of(norms).Rates.Zip(scaled.Rates), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void The_running_median_is_that_of_sorting_every_window()
    {
        var series = Enumerable.Range(0, 101).Select(t => Math.Sin(t * t) + (t % 7 == 0 ? 50 : 0)).ToArray();
        foreach (var radius in (int[])[0, 1, 5, 40])
        {
            var padded = Enumerable.Repeat(series[0], radius).Concat(series).Concat(series[..^1].Reverse()).ToArray();
            var median = new double[series.Length];
            RunningMedian.Of(series, radius, median);
            Assert.Equal(Enumerable.Range(0, 101).Select(t => padded[t..(t + (2 * radius) + 1)].Order().ElementAt(radius)), median);
        }
    }

    [Fact]
    public void A_spike_of_a_log_leaves_no_trace()
    {
        var norms = Enumerable.Repeat(1.0, 200).ToArray();
        norms[77] = 1e6;
        Assert.Equal(Enumerable.Repeat(1.0, 200), RefinedDecay.Smoothed(norms));
    }

    [Fact]
    public void A_norm_of_zero_is_refused() => Assert.Throws<ArgumentException>(() => RefinedDecay.Of([1, 0, 1]));
}
