using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class EigencurveTests
{
    static readonly double[] skewed = [.. Enumerable.Range(0, 500).Select(i => Math.Pow(1e4, -Math.Sqrt(i / 499.0)))];

    // 500 eigenvalues κ^(−√u), κ = 1e4, T = 2000 and 20,000: the loss of the schedule by an independent script.
    [Theory]
    [InlineData(2000, 1.822e-2, new[] { 220, 210, 202, 193, 181, 171, 161, 145, 136, 118, 103, 82, 52, 26 })]
    [InlineData(20000, 1.655e-3, new[] { 2204, 2096, 2015, 1931, 1806, 1710, 1610, 1459, 1365, 1182, 1032, 816, 516, 258 })]
    public void The_skewed_spectrum_gives_the_known_intervals_and_losses(int steps, double loss, int[] intervals)
    {
        Assert.Equal(intervals, Eigencurve.Intervals(skewed, [], steps));
        Assert.Equal(loss, new NoisyQuadratic(skewed, [], 1, 0.01).FinalLoss(Eigencurve.Rates(skewed, [], steps)), 5e-7 * (loss > 0.01 ? 10 : 1));
    }

    [Fact]
    public void One_eigenvalue_asks_for_one_over_t()
    {
        var rates = Eigencurve.Rates([0.5], [], 100);
        for (var t = 0; t < 100; t++) Assert.Equal(1 / (0.5 * (1 + t)), rates[t], 1e-14);
    }

    [Fact]
    public void Counts_stand_for_repeated_eigenvalues() =>
        Assert.Equal(Eigencurve.Rates([1, 0.1, 0.1, 0.1, 0.01, 0.01], [], 77), Eigencurve.Rates([0.01, 1, 0.1], [2, 1, 3], 77));

    [Fact]
    public void Empty_ranges_get_no_step_and_all_others_at_least_one()
    {
        var intervals = Eigencurve.Intervals([1, 1e-3], [1, 1e6], 12);
        Assert.Equal(12, intervals.Sum());
        Assert.Equal(2, intervals.Count(steps => steps > 0));
        Assert.True(intervals[0] > 0 && intervals[^1] > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Eigencurve.Intervals([1, 1e-3], [], 1));
    }

    [Fact]
    public void Ranges_are_counted_where_an_eigenvalue_is()
    {
        Assert.Equal(14, Eigencurve.Ranges(skewed, []));
        Assert.Equal(2, Eigencurve.Ranges([1, 0.5, 1e-3], [1, 0, 1]));
        // A quotient that no double holds.
        Assert.Equal(2, Eigencurve.Ranges([1e-300, 1e300], []));
        Assert.Equal(10, Eigencurve.Rates([1e-300, 1e300], [], 10).Length);
    }

    // The limit of narrow ranges; ranges of a factor 2 are within a third of it, and nearer with every doubling of κ's logarithm.
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    [InlineData(3.0)]
    public void The_continuous_form_solves_its_differential_equation(double exponent)
    {
        const int T = 200_000;
        const double κ = 1e4;
        var rates = Eigencurve.PowerLawRates(exponent, κ, T);
        var q = Math.Pow(κ, (1 - exponent) / 2);
        Assert.Equal(1, rates[0]);
        foreach (var t in new[] { 10, 50_000, 100_000, 190_000 })
        {
            // d(1/η)/dt = x/κ with x = (1 − (1 − q) u)^(−2/(α − 1)), or κ^u at α = 1.
            var u = (t + 0.5) / T;
            var x = exponent == 1 ? Math.Pow(κ, u) : Math.Pow(1 - ((1 - q) * u), -2 / (exponent - 1));
            Assert.Equal(1, ((1 / rates[t + 1]) - (1 / rates[t])) / (x / κ), 1e-6);
        }
    }

    [Fact]
    public void The_continuous_form_is_continuous_at_its_special_exponents()
    {
        foreach (var special in new[] { 1.0, 3.0 })
        {
            var at = Eigencurve.PowerLawRates(special, 1e3, 50);
            var near = Eigencurve.PowerLawRates(special + 1e-5, 1e3, 50);
            for (var t = 0; t < 50; t++) Assert.Equal(1, at[t] / near[t], 1e-3);
        }
    }

    [Fact]
    public void Elastic_steps_halve_when_the_rest_has_shrunk_by_the_ratio()
    {
        var rates = Eigencurve.ElasticSteps(16, 2);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, .5, .5, .5, .5, .25, .25, .125, .0625], rates);
    }

    [Fact]
    public void A_power_of_one_is_the_cosine() =>
        Assert.Equal(new Anneal.Schedules.Cosine(1, 0, 30).ToArray(), Eigencurve.CosinePower(30, 1));
}
