using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class ScalingOptimumTests
{
    static readonly double[] Horizons = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];

    // The least losses at N = 2000 of an independent computation (L-BFGS-B of the discrete problem, σ² = η_max = 1).
    [Theory]
    [InlineData(1, 2, 0.04196838)]
    [InlineData(0.5, 1.5, 0.15976194)]
    [InlineData(0.3, 2, 0.26078616)]
    [InlineData(0.25, 3, 0.26457867)]
    public void The_closed_form_is_what_a_blind_search_finds(double source, double capacity, double published)
    {
        var problem = new ScalingProblem(source, capacity);

        var closed = ScalingDynamics.FinalLoss(problem, ScalingOptimum.Of(problem, 2000).Rates(2000));
        var searched = SearchedSchedule.Of(problem, 2000, TestContext.Current.CancellationToken);

        Assert.Equal(1, closed / published, 2e-6);
        Assert.Equal(1, closed / searched.Loss, 2e-6);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.3, 2)]
    public void Its_loss_is_the_integral_along_its_path(double source, double capacity)
    {
        var optimum = ScalingOptimum.Of(new(source, capacity), 500);
        // ∫ K(r) η² dz in steps, finely.
        var (noise, parts) = (0.0, 200_000);
        for (var i = 0; i < parts; i++)
        {
            var left = 500 * (i + 0.5) / parts;
            var rate = optimum.RateAt(500 - left);
            noise += rate * rate * optimum.Problem.Kernel(optimum.RemainingAfter(left)) * 500 / parts;
        }

        Assert.Equal(1, optimum.Noise / noise, 1e-7);
        Assert.Equal(optimum.Time, optimum.RemainingAfter(500), 1e-9 * optimum.Time);
        Assert.Equal(optimum.Time, optimum.Rates(100).Sum() * 5, 1e-9 * optimum.Time);
    }

    [Fact]
    public void The_rate_to_the_power_of_one_over_two_beta_less_one_is_a_straight_line()
    {
        var optimum = ScalingOptimum.Of(new(1, 2), 2000);
        double Root(double z) => Math.Pow(optimum.RateAt(z), 1.0 / 3);
        for (var z = 100; z <= 1900; z += 100)
            Assert.Equal((Root(0) * (1 - (z / 2000.0))) + (Root(2000) * z / 2000), Root(z), 1e-13);
    }

    [Theory]
    [InlineData(1, 2, -0.3319, -0.6611)]
    [InlineData(0.8, 1.5, -0.3177, -0.5438)]
    [InlineData(0.5, 2, 0, -0.4987)]
    public void Easy_slopes_are_those_measured(double source, double capacity, double peak, double loss)
    {
        var optima = Optima(source, capacity);
        Assert.Equal(peak, Slope(optima, o => o.Peak), 1e-2);
        Assert.Equal(loss, Slope(optima, o => o.Loss), 1e-2);
    }

    [Theory]
    [InlineData(0.25, 3, -0.2542, -0.2398, -0.4978)]
    [InlineData(0.3, 2, -0.3236, -0.1114, double.NaN)]
    public void Hard_slopes_are_those_measured(double source, double capacity, double loss, double share, double noise)
    {
        var optima = Optima(source, capacity);
        Assert.All(optima, o => Assert.Equal(1, o.Peak));
        Assert.Equal(loss, Slope(optima, o => o.Loss), 1e-2);
        Assert.Equal(share, Slope(optima, o => o.DecaySteps / o.Horizon), 1e-2);
        if (!double.IsNaN(noise)) Assert.Equal(noise, Slope(optima, o => o.Noise), 1e-2);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.5, 1.5)]
    [InlineData(0.3, 2)]
    [InlineData(0.25, 3)]
    public void No_tuned_schedule_of_a_common_shape_is_better(double source, double capacity)
    {
        const int steps = 500;
        var problem = new ScalingProblem(source, capacity);
        var optimum = ScalingDynamics.FinalLoss(problem, ScalingOptimum.Of(problem, steps).Rates(steps));
        Schedule[] shapes =
        [
            new Constant(1, steps), new Linear(1, 0, steps), new Cosine(1, 0, steps), new Power(1, 0, steps, 3), new InverseSqrt(1, 1, steps),
            .. ((int[])[10, 50, 150, 300]).Select(decay => (Schedule)new Constant(1, steps - decay).Then(new Linear(1, 0, decay))),
        ];
        Assert.All(shapes, shape =>
        {
            var tuned = RateSearch.Best(p => ScalingDynamics.FinalLoss(problem, (p * shape).ToArray()), 1e-3, 1);
            Assert.True(optimum <= tuned.Loss, $"{shape.Describe()}: {tuned.Loss} < {optimum}");
        });
    }

    [Fact]
    public void Without_a_cap_rates_always_fall_and_end_lower_in_noise()
    {
        var free = ScalingOptimum.Of(new ScalingProblem(0.25, 3) { MaxRate = double.PositiveInfinity }, 1e6);
        Assert.Equal(1e6, free.DecaySteps);
        Assert.True(free.Peak > 1);
        Assert.True(free.Loss < ScalingOptimum.Of(new(0.25, 3), 1e6).Loss);
    }

    [Fact]
    public void Noise_of_the_signal_has_no_such_form() =>
        Assert.Throws<ArgumentException>(() => ScalingOptimum.Of(new ScalingProblem(1, 2) { SignalNoise = 1 }, 100));

    static ScalingOptimum[] Optima(double source, double capacity) => [.. Horizons.Select(n => ScalingOptimum.Of(new(source, capacity), n))];

    static double Slope(ScalingOptimum[] optima, Func<ScalingOptimum, double> of) =>
        PowerFit.Of(Horizons, [.. optima.Select(of)]).Exponent;
}
