using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class GapWarmupTests
{
    [Theory]
    [InlineData(1e-3, 100, 7.6, 2.0)]
    [InlineData(3e-2, 10, 5, 0.01)]
    [InlineData(1, 2, 1, 0.99)]
    public void It_passes_through_both_rates_and_is_flat_at_the_peak(double peak, double divisor, double start, double peakGap)
    {
        var warmup = GapWarmup.Through(peak, divisor, start, peakGap);
        Assert.Equal(1, warmup.Rate(peakGap) / peak, 1e-12);
        Assert.Equal(1, warmup.Rate(start) * divisor / peak, 1e-12);
        Assert.Equal(0, warmup.Slope(peakGap) * start / peak, 1e-12);
        Assert.Equal(1, warmup.PeakGap / peakGap, 1e-12);
        for (var gap = 1e-6; gap < 3 * start; gap *= 1.1)
        {
            Assert.True(warmup.Curvature(gap) > 0);
            Assert.True(warmup.Rate(gap) <= peak * (1 + 1e-12));
        }
    }

    [Fact]
    public void The_slope_is_that_of_central_differences()
    {
        var warmup = new GapWarmup(1.3, -0.2, 0.7);
        foreach (var gap in (double[])[0.1, 1, 5])
            Assert.Equal((warmup.Rate(gap + 1e-5) - warmup.Rate(gap - 1e-5)) / 2e-5, warmup.Slope(gap), 1e-9);
    }

    [Fact]
    public void The_rate_is_the_length_of_largest_guaranteed_descent()
    {
        // f(x) − f(x′) ≥ η g − K η²/2 with g = Δ: greatest at η = Δ/K.
        var warmup = new GapWarmup(1, 0.5, 0.3);
        double Descent(double rate) => (rate * 4) - (warmup.Curvature(4) * rate * rate / 2);
        Assert.True(Descent(warmup.Rate(4)) > Descent(0.99 * warmup.Rate(4)));
        Assert.True(Descent(warmup.Rate(4)) > Descent(1.01 * warmup.Rate(4)));
    }

    [Theory]
    [InlineData(1e-3, 100, 7.6, 1_000_000)]
    [InlineData(1e-3, 100, 7.6, 30_000)]
    [InlineData(0.5, 10, 5, 3_000)]
    public void The_automatic_constants_hold_both_rates(double peak, double divisor, double start, double size)
    {
        var warmup = GapWarmup.Automatic(peak, divisor, start, size);
        Assert.InRange(warmup.PeakGap, 0.0099, start - 0.0099);
        Assert.Equal(1, warmup.Rate(warmup.PeakGap) / peak, 1e-12);
        Assert.Equal(1, warmup.Rate(start) * divisor / peak, 1e-12);
    }

    // Where an independent program has the least distance, by a rule of 20,001 places; the candidates lie 0.015 apart.
    [Theory]
    [InlineData(1e-3, 100, 7.6, 30_000, 2.577)]
    [InlineData(1e-3, 10, 7.6, 3_000, 2.744)]
    [InlineData(1e-3, 100, 7.6, 1_000, 7.59)]
    public void The_automatic_gap_is_the_known_one(double peak, double divisor, double start, double size, double gap) =>
        Assert.Equal(gap, GapWarmup.Automatic(peak, divisor, start, size).PeakGap, 0.04);

    // The rates scale with the peak, the chosen gap does not depend on it.
    [Fact]
    public void The_automatic_gap_does_not_depend_on_the_peak() => Assert.Equal(
        GapWarmup.Automatic(1e-3, 100, 7.6, 50).PeakGap, GapWarmup.Automatic(2, 100, 7.6, 50).PeakGap, 1e-9);

    [Fact]
    public void A_peak_beyond_the_start_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GapWarmup.Through(1, 10, 2, 2));
}
