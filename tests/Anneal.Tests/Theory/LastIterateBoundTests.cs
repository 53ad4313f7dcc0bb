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

    // Columns: wsd 20 %, wsd 40 %, 1 − √ 20 %, cosine, 1/√t.
    [Theory]
    [InlineData(100, 2.2303, 2.1070, 2.1871, 2.0911, 2.2531)]
    [InlineData(400, 2.1865, 2.0752, 2.1458, 2.0677, 2.4453)]
    [InlineData(4000, 2.1637, 2.0601, 2.1287, 2.0609, 2.7539)]
    public void The_published_values_of_other_schedules_come_out(int steps, double wsd20, double wsd40, double root20, double cosine, double inverse)
    {
        Assert.Equal(wsd20, Scaled(HorizonExtension.Cooldown(steps, 0.2)), 5e-5);
        Assert.Equal(wsd40, Scaled(HorizonExtension.Cooldown(steps, 0.4)), 5e-5);
        Assert.Equal(root20, Scaled(HorizonExtension.Cooldown(steps, 0.2, DecayShape.OneMinusSqrt)), 5e-5);
        Assert.Equal(cosine, Scaled(new Cosine(1, 0, steps)), 5e-5);
        Assert.Equal(inverse, Scaled(new InverseSqrt(1, 1, steps)), 5e-5);
        double Scaled(Schedule schedule) => Math.Sqrt(steps) * LastIterateBound.Of(schedule).Value;
    }

    [Fact]
    public void The_published_base_rates_come_out()
    {
        Assert.Equal(0.3183, Scaled(new Constant(1, 4000)), 5e-5);
        Assert.Equal(0.9988, Scaled(new Linear(1, 0, 4000)), 5e-5);
        Assert.Equal(0.5134, Scaled(HorizonExtension.Cooldown(4000, 0.2)), 5e-5);
        Assert.Equal(0.6067, Scaled(HorizonExtension.Cooldown(4000, 0.4)), 5e-5);
        Assert.Equal(0.5420, Scaled(HorizonExtension.Cooldown(4000, 0.2, DecayShape.OneMinusSqrt)), 5e-5);
        Assert.Equal(0.9702, Scaled(new Cosine(1, 0, 4000)), 5e-5);
        static double Scaled(Schedule schedule) => Math.Sqrt(4000) * LastIterateBound.Of(schedule).BaseRate;
    }

    // Schaipp et al.'s closed form for a constant rate that falls on a line from T₀ on. It comes to this with half the difference of
    // the harmonic numbers: each term of the sum it stands for lies two apart from the next.
    [Theory]
    [InlineData(400, 320)]
    [InlineData(4000, 3200)]
    [InlineData(4000, 400)]
    public void The_closed_form_for_a_cooldown_is_just_above(int steps, int start)
    {
        double Harmonic(int n) => Enumerable.Range(1, n).Sum(k => 1.0 / k);
        var (t, t0) = ((double)steps, (double)start);
        var inner = (2 / 3.0) + ((t + (2 * t0)) / (3 * (t + t0))) + ((Harmonic(steps + start - 2) - Harmonic(steps - start + 1)) / 2)
            - ((t - t0) * (t0 - 1) / (3 * (t - t0 + 2) * (t + t0))) + (1 / ((t - t0) * (t - t0))) + (Harmonic(steps - start - 1) / (t - t0 + 1));
        var closed = Math.Sqrt(4 * inner / (t + t0));
        var bound = LastIterateBound.Of(new Wsd(1, 0, 0, steps, steps - start + 1, DecayShape.Linear)).Value;
        Assert.InRange(closed / bound, 1, 1.005);
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
    public void A_base_rate_off_its_best_costs_what_the_two_terms_say()
    {
        var bound = LastIterateBound.Of(new Linear(3, 0, 70));
        Assert.Equal(bound.Value, bound.At(bound.BaseRate), 1e-15);
        Assert.Equal(2 * bound.Value, bound.At(2 * bound.BaseRate, 2), 1e-15);
        Assert.Equal(1.25 * bound.Value, bound.At(2 * bound.BaseRate), 1e-15);
    }

    [Fact]
    public void Zeros_at_the_end_of_a_schedule_change_nothing() => Assert.Equal(
        LastIterateBound.Of(new Linear(3, 0, 70)), LastIterateBound.Of(new Linear(3, 0, 70).Then(new Constant(0, 9))));

    [Fact]
    public void A_last_rate_of_zero_has_no_bound() =>
        Assert.Throws<ArgumentException>(() => LastIterateBound.Of([1, 0]));
}
