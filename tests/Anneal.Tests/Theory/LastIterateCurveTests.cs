using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class LastIterateCurveTests
{
    public static TheoryData<Schedule> Schedules =>
    [
        new Constant(3e-4, 700),
        new Linear(1, 0, 900),
        new Wsd(1, 0, 50, 800, 160, DecayShape.OneMinusSqrt),
        new Cosine(2, 0, 1000),
        new Constant(1, 5),
        new Warmup(1, 20).Then(new Constant(0, 30)).Then(new Linear(1, 0, 300)),
        new Constant(1, 300).Then(new Constant(1e-12, 100)).Then(new Exponential(1, 1e-40, 300)),
    ];

    // The published form of the bound: two nested sums for every t.
    [Theory, MemberData(nameof(Schedules))]
    public void Every_place_is_the_double_sum(Schedule schedule)
    {
        var rates = schedule.ToArray();
        var norms = Enumerable.Range(0, rates.Length).Select(t => 1 + (0.5 * Math.Sin(t / 9.0))).ToArray();
        var curve = LastIterateCurve.Of(rates, norms);
        for (var t = 0; t < rates.Length; t += 1 + (t / 40))
        {
            if (rates[t] == 0)
            {
                Assert.Equal(double.PositiveInfinity, curve[t].Noise);
                continue;
            }

            var (distance, noise) = Naive(rates.AsSpan(0, t + 1), norms);
            Assert.Equal(1, curve[t].Distance / distance, 1e-12);
            Assert.Equal(1, curve[t].Noise / noise, 1e-9);
        }
    }

    [Theory, MemberData(nameof(Schedules))]
    public void Its_end_is_the_bound_of_the_whole_schedule(Schedule schedule)
    {
        var rates = schedule.ToArray();
        Assert.Equal(1, LastIterateCurve.Of(rates)[rates.Length - 1].Value / LastIterateBound.Of(rates).Value, 1e-9);
    }

    // Of a constant rate Ω_t is known in closed form at every t: the harmonic numbers.
    [Fact]
    public void A_long_constant_rate_follows_the_harmonic_numbers()
    {
        var rates = new Constant(0.7, 100_000).ToArray();
        var values = LastIterateCurve.Of(rates).At(0.01, 2);
        var harmonic = 0.0;
        for (var t = 1; t <= rates.Length; t++)
        {
            if (t > 1) harmonic += 1.0 / (t - 1);
            Assert.Equal(1, values[t - 1] / ((4 / (2 * 0.007 * t)) + (0.0035 * (1 + harmonic))), 1e-9);
        }
    }

    [Fact]
    public void A_rate_that_falls_to_nearly_nothing_over_a_long_run_is_summed_to_nine_digits()
    {
        var rates = new Power(1, 0, 60_000, 3).ToArray();
        var curve = LastIterateCurve.Of(rates);
        foreach (var t in (int[])[100, 30_000, 59_000, 59_990, 59_999])
            Assert.Equal(1, curve[t].Noise / LastIterateBound.Of(rates.AsSpan(0, t + 1)).Noise, 1e-9);
    }

    [Fact]
    public void Without_any_rate_there_is_no_bound() =>
        Assert.All(LastIterateCurve.Of([0, 0, 0]).At(1), value => Assert.Equal(double.PositiveInfinity, value));

    static (double Distance, double Noise) Naive(ReadOnlySpan<double> rates, double[] norms)
    {
        var (alpha, squares, late) = (0.0, 0.0, 0.0);
        for (var k = rates.Length - 1; k >= 0; k--)
        {
            squares += rates[k] * rates[k] * norms[k] * norms[k];
            if (alpha > 0) late += rates[k] / alpha * (squares / (alpha + rates[k]));
            alpha += rates[k];
        }

        return (1 / (2 * alpha), (squares / (2 * alpha)) + (late / 2));
    }
}
