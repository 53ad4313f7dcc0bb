using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class LeastBoundTests
{
    // Minima found by L-BFGS-B on the published form of the bound.
    [Theory]
    [InlineData(100, 0.20011436, 0.20360842)]
    [InlineData(1000, 0.06332194, 0.06343433)]
    public void The_least_bound_is_the_known_one(int steps, double least, double linear)
    {
        var found = LeastBound.Find(steps);
        Assert.Equal(least, found.Value, 5e-9);
        Assert.Equal(linear, LastIterateBound.Of(new Linear(1, 0, steps)).Value, 5e-9);
        Assert.InRange(found.Evaluations, 5, 80);
        Assert.Equal(found.Value, LastIterateBound.Of(found.Rates).At(1), 1e-15);
    }

    [Fact]
    public void At_the_least_bound_the_base_rate_is_tuned_too() =>
        Assert.Equal(1, LastIterateBound.Of(LeastBound.Find(200).Rates).BaseRate, 1e-5);

    [Fact]
    public void Only_the_last_steps_leave_the_straight_line()
    {
        var rates = LeastBound.Find(1000).Rates;
        for (var t = 0; t < 980; t++) Assert.Equal(1 - (t / 1000.0), rates[t] / rates[0], 2e-3);
        Assert.InRange(rates[^1] / rates[0] * 1000, 9, 11);
    }

    [Fact]
    public void The_slopes_are_those_of_central_differences()
    {
        double[] rates = [.. new Cosine(1, 0.1, 40).ToArray()];
        double[] norms = [.. Enumerable.Range(0, 40).Select(t => 1 + (0.3 * Math.Cos(t)))];
        var slopes = new double[40];
        Assert.Equal(LastIterateBound.Of(rates, norms).At(1), LastIterateBound.Differentiate(rates, norms, slopes), 1e-13);
        for (var t = 0; t < rates.Length; t++)
        {
            var (kept, h) = (rates[t], 1e-5 * rates[t]);
            rates[t] = kept + h;
            var above = LastIterateBound.Of(rates, norms).At(1);
            rates[t] = kept - h;
            var below = LastIterateBound.Of(rates, norms).At(1);
            rates[t] = kept;
            Assert.Equal((above - below) / (2 * h), slopes[t], 1e-6);
        }
    }

    // The least bound cannot exceed that of the refined decay, nor of any other schedule.
    [Fact]
    public void With_measured_norms_it_is_below_every_other_schedule()
    {
        double[] norms = [.. Enumerable.Range(0, 300).Select(t => 1 + (3 * Math.Exp(-t / 20.0)))];
        var found = LeastBound.Find(300, norms);
        double[] refined = [.. RefinedDecay.Of(norms).Rates.AsSpan()[..^1]];
        Assert.True(found.Value < LastIterateBound.Of(refined, norms.AsSpan(0, 299)).Value);
        Assert.True(found.Value < LastIterateBound.Of(new Linear(1, 0, 300).ToArray(), norms).Value);
        Assert.True(found.Rates[0] < 0.2 * found.Rates.Max());
    }

    [Fact]
    public void One_step_has_the_rate_of_the_closed_form() => Assert.Equal(1, LeastBound.Find(1).Rates[0], 1e-6);
}
