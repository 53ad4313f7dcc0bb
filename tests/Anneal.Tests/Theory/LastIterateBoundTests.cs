using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class LastIterateBoundTests
{
    // √T Ω* and √T γ* of Schaipp et al. 2025 (arXiv:2501.18965), from their code's conventions: linear (T − t)/T.
    [Theory]
    [InlineData(100, 2.4854, 2.0361)]
    [InlineData(400, 2.7509, 2.0126)]
    [InlineData(4000, 3.1418, 2.0018)]
    public void The_published_values_of_constant_and_linear_schedules_come_out(int steps, double constant, double linear)
    {
        Assert.Equal(constant, Math.Sqrt(steps) * LastIterateBound.Of(new Constant(1, steps).ToArray()).Value, 5e-5);
        Assert.Equal(linear, Math.Sqrt(steps) * LastIterateBound.Of(new Linear(1, 0, steps).ToArray()).Value, 5e-5);
    }

    [Fact]
    public void The_published_base_rates_come_out()
    {
        Assert.Equal(0.3183, Math.Sqrt(4000) * LastIterateBound.Of(new Constant(1, 4000).ToArray()).BaseRate, 5e-5);
        Assert.Equal(0.9988, Math.Sqrt(4000) * LastIterateBound.Of(new Linear(1, 0, 4000).ToArray()).BaseRate, 5e-5);
    }

    [Fact]
    public void A_constant_rate_has_the_closed_form_with_a_harmonic_number()
    {
        var harmonic = Enumerable.Range(1, 99).Sum(k => 1.0 / k);
        Assert.Equal(Math.Sqrt((1 + harmonic) / 100), LastIterateBound.Of(new Constant(0.7, 100).ToArray()).Value, 1e-14);
    }

    [Fact]
    public void It_is_the_double_sum_written_out()
    {
        double[] rates = [.. new Cosine(3, 0.2, 57).ToArray()];
        double[] gradients = [.. Enumerable.Range(0, 57).Select(t => 1 + (0.5 * Math.Sin(t)))];
        double Sum(int from, Func<int, double> term) => Enumerable.Range(from, 57 - from).Sum(term);
        var all = Sum(0, t => rates[t]);
        double Squares(int from) => Sum(from, t => rates[t] * rates[t] * gradients[t] * gradients[t]);
        var late = Enumerable.Range(0, 56).Sum(k => rates[k] / Sum(k + 1, t => rates[t]) * Squares(k) / Sum(k, t => rates[t]));
        var noise = (Squares(0) / (2 * all)) + (late / 2);

        var bound = LastIterateBound.Of(rates, gradients);

        Assert.Equal(2 * Math.Sqrt(noise / (2 * all)), bound.Value, 1e-12);
        Assert.Equal(Math.Sqrt(1 / (2 * all) / noise), bound.BaseRate, 1e-12);
    }

    [Fact]
    public void A_last_rate_of_zero_has_no_bound() =>
        Assert.Throws<ArgumentException>(() => LastIterateBound.Of([1, 0]));
}
