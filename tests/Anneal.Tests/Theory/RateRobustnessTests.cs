using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RateRobustnessTests
{
    const int T = 20_000;

    // With a last value above 0, as schedules of T + 1 steps whose last one is dropped.
    static double[] Shape(string name) => name switch
    {
        "const" => new Constant(1, T).ToArray(),
        "p=0.5" => new Power(1, 0, T, 0.5).ToArray(),
        "linear" => new Linear(1, 0, T).ToArray(),
        "p=2" => new Power(1, 0, T, 2).ToArray(),
        "p=3" => new Power(1, 0, T, 3).ToArray(),
        "p=4" => new Power(1, 0, T, 4).ToArray(),
        "cosine" => new Cosine(1, 0, T).ToArray(),
        _ => [.. new Constant(1, T - 4000).ToArray(), .. new Linear(1 - (1.0 / 4000), 0, 4000).ToArray()],
    };

    // √T · tuned bound, slope over ρ = 10 … 1000, excess at ρ = 2, 4, 10, 100, and the grid ratios of +10, 25, 50, 100 %.
    [Theory]
    [InlineData("const", 3.388, .541, 1.250, 2.117, 4.493, 24.777, 2.42, 4.00, 6.83, 13.91)]
    [InlineData("p=0.5", 2.1215, .498, 1.241, 1.755, 2.775, 8.768, 2.42, 4.06, 7.63, 19.34)]
    [InlineData("linear", 2.0004, .336, 1.191, 1.500, 2.037, 4.401, 2.45, 4.63, 10.44, 35.23)]
    [InlineData("p=2", 2.1215, .200, 1.126, 1.293, 1.553, 2.463, 2.77, 6.74, 21.92, 131.65)]
    [InlineData("p=3", 2.3095, .143, 1.093, 1.207, 1.375, 1.911, 3.25, 10.24, 47.91, 511.25)]
    [InlineData("p=4", 2.5002, .111, 1.073, 1.159, 1.284, 1.658, 3.88, 15.74, 106.07, 2011.13)]
    [InlineData("cosine", 2.0603, .204, 1.185, 1.418, 1.744, 2.810, 2.44, 4.84, 13.28, 70.99)]
    [InlineData("wsd", 2.1606, .337, 1.250, 1.839, 2.586, 5.598, 2.42, 4.00, 7.10, 17.91)]
    public void The_table_of_bounds_comes_out(
        string shape, double value, double slope, double at2, double at4, double at10, double at100, double r10, double r25, double r50, double r100)
    {
        var robustness = RateRobustness.Of(Shape(shape));
        var factors = Enumerable.Range(0, 41).Select(i => 10 * Math.Pow(100, i / 40.0)).ToArray();
        Assert.Equal(value, Math.Sqrt(T) * robustness.BestValue, 6e-4);
        Assert.Equal(slope, PowerFit.Of(factors, [.. factors.Select(robustness.Excess)]).Exponent, 1e-3);
        foreach (var (factor, excess) in new[] { (2.0, at2), (4, at4), (10, at10), (100, at100) })
            Assert.Equal(1, robustness.Excess(factor) / excess, 0.01);
        // The ratios were read off a grid of ρ with a step of 12 %.
        foreach (var (tolerance, ratio) in new[] { (.1, r10), (.25, r25), (.5, r50), (1, r100) })
            Assert.Equal(1, robustness.GridRatio(tolerance) / ratio, 0.02);
    }

    [Theory]
    [InlineData("linear", 1)]
    [InlineData("p=2", 2)]
    [InlineData("p=3", 3)]
    public void The_closed_form_is_the_minimum_over_suffixes_to_a_percent(string shape, double exponent)
    {
        var robustness = RateRobustness.Of(Shape(shape));
        Assert.Equal(1, Math.Sqrt(T) * robustness.BestValue / PolynomialRobustness.Value(exponent), 0.01);
        Assert.Equal(1, Math.Sqrt(T) * robustness.BestRate / PolynomialRobustness.BaseRate(exponent), 0.01);
        foreach (var factor in new[] { 0.1, 0.5, 1, 1.2, 2, 10, 100 })
            Assert.Equal(1, robustness.Excess(factor) / PolynomialRobustness.Excess(exponent, factor), 0.01);
    }

    [Fact]
    public void A_linear_decay_at_ten_times_its_best_rate_has_the_known_numbers()
    {
        Assert.Equal(0.2714, PolynomialRobustness.Suffix(1, 10), 5e-5);
        Assert.Equal(2.037, PolynomialRobustness.Excess(1, 10), 0.002);
        Assert.Equal(2.037, RateRobustness.Of(Shape("linear")).Excess(10), 0.001);
    }

    [Fact]
    public void The_hull_gives_the_minimum_over_every_start()
    {
        double[] rates = [.. new Cosine(3, 0.2, 41).ToArray(), 0, 0.5, 0.5, 0.1, 0, 0];
        var robustness = RateRobustness.Of(rates);
        foreach (var factor in new[] { 0.01, 0.3, 1, 2.5, 40, 1e4 })
        {
            var least = double.PositiveInfinity;
            for (var start = 0; start < rates.Length - 2; start++)
            {
                var bound = LastIterateBound.Of(rates.AsSpan(start..^2));
                var (a, b) = (bound.Value * bound.BaseRate / 2, bound.Value / bound.BaseRate / 2);
                var rate = robustness.BestRate * factor;
                least = Math.Min(least, (a / rate) + (b * rate));
            }

            Assert.Equal(1, robustness.Excess(factor) * robustness.BestValue / least, 1e-12);
        }
    }

    // Below the best rate all steps count: (ρ + 1/ρ)/2, and no schedule does better there.
    [Fact]
    public void Too_low_a_rate_costs_every_schedule_the_same()
    {
        foreach (var shape in new[] { "const", "linear", "cosine", "p=3" })
            Assert.Equal(5.05, RateRobustness.Of(Shape(shape)).Excess(0.1), 1e-6);
    }

    // B_τ of a constant rate is (1 + ln n)/2 for the n steps left, n ≈ 1/η²: the slope is 1 − 2/ln(…), 1 only in the limit.
    [Fact]
    public void The_last_iterate_slope_of_a_constant_rate_rises_with_the_horizon()
    {
        double Slope(int steps)
        {
            var robustness = RateRobustness.Of(new Constant(1, steps).ToArray());
            return Math.Log(robustness.Excess(20) / robustness.Excess(10)) / Math.Log(2);
        }

        Assert.True(Slope(2000) < Slope(20_000) && Slope(20_000) < Slope(200_000) && Slope(200_000) < 1);
    }

    [Fact]
    public void A_grid_of_the_allowed_ratio_costs_the_tolerance_at_its_worst_place()
    {
        foreach (var shape in new[] { "const", "linear", "cosine" })
        {
            var robustness = RateRobustness.Of(Shape(shape));
            Assert.Equal(1.4, robustness.WorstOnGrid(robustness.GridRatio(0.4)), 1e-9);
        }

        Assert.Equal(1, RateRobustness.Of(Shape("linear")).WorstOnGrid(1), 1e-9);
    }

    [Fact]
    public void What_may_be_above_and_below_reaches_the_tolerance()
    {
        var robustness = RateRobustness.Of(Shape("cosine"));
        Assert.Equal(1.3, robustness.Excess(robustness.Above(0.3)), 1e-9);
        Assert.Equal(1.3, robustness.Excess(1 / robustness.Below(0.3)), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => robustness.Above(0));
        Assert.Throws<ArgumentException>(() => RateRobustness.Of([0, 0]));
    }
}
