using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class ShapedScheduleTests
{
    static readonly double[] Horizons = [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    public static TheoryData<double, string, double> Published => new()
    {
        { 5, "constant", -0.4998 }, { 5, "linear", -0.6627 }, { 5, "cosine", -0.7316 }, { 5, "power 3", -0.7674 }, { 5, "power 5", -0.7943 },
        { 2.5, "linear", -0.6465 }, { 2.5, "cosine", -0.6847 }, { 2.5, "power 5", -0.7053 },
    };

    static DecayProfile[] Profiles =>
        [DecayProfile.Constant, DecayProfile.Linear, DecayProfile.Cosine, DecayProfile.Power(3), DecayProfile.Power(5)];

    // An independent computation by midpoint sums, s = 1.
    [Theory, MemberData(nameof(Published))]
    public void Slopes_saturate_as_measured(double capacity, string shape, double slope)
    {
        var profile = Profiles.Single(p => p.Name == shape);
        var problem = new ScalingProblem(1, capacity);
        var losses = Horizons.Select(n => ShapedSchedule.Of(problem, profile, n).Loss).ToArray();
        Assert.Equal(slope, PowerFit.Of(Horizons, losses).Exponent, 1e-3);
    }

    [Fact]
    public void Shapes_rank_by_their_tails_until_the_capacity()
    {
        var problem = new ScalingProblem(1, 5);
        var losses = Profiles.Select(p => ShapedSchedule.Of(problem, p, 1e12).Loss).ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.True(ScalingOptimum.Of(problem, 1e12).Loss < losses[^1]);
    }

    [Fact]
    public void The_integral_is_the_sum_over_small_steps()
    {
        var problem = new ScalingProblem(0.6, 1.7) { Noise = 0.3, SignalNoise = 1 };
        foreach (var (profile, schedule) in new (DecayProfile, Func<int, Schedule>)[]
        {
            (DecayProfile.Cosine, n => new Cosine(1, 0, n)),
            (DecayProfile.Exponential(1, 1e-3), n => new Exponential(1, 1e-3, n)),
            (DecayProfile.Exponential(0.25, 1e-2), n => new Constant(1, n * 3 / 4).Then(new Exponential(1, 1e-2, n / 4))),
        })
        {
            // Rates 0.02: a step is short against the kernel.
            var sum = ScalingDynamics.FinalLoss(problem, (0.02 * schedule(20_000)).ToArray());
            Assert.Equal(1, ShapedSchedule.LossAt(problem, profile, 20_000, 0.02) / sum, 5e-3);
        }
    }

    [Theory]
    [InlineData(1e-9), InlineData(1e-4), InlineData(0.2), InlineData(0.7), InlineData(1)]
    public void Areas_are_those_of_their_shapes(double u)
    {
        foreach (var profile in (DecayProfile[])[.. Profiles, DecayProfile.Exponential(1, 1e-6), DecayProfile.Exponential(0.3, 1e-4)])
        {
            var area = 0.0;
            for (var i = 0; i < 100_000; i++) area += profile.Rate(u * (i + 0.5) / 100_000) * u / 100_000;
            Assert.Equal(1, profile.Integral(u) / area, 1e-6);
            Assert.Equal(1, profile.Rate(1), 1e-12);
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 2.0 / 3)]
    [InlineData(2, 0.75)]
    [InlineData(9, 5.0 / 6)]
    public void Exponents_are_those_of_the_theory(double tail, double exponent) =>
        Assert.Equal(exponent, new ScalingProblem(1, 5).LossExponent(tail), 1e-12);

    [Fact]
    public void Compute_is_shared_with_the_size_of_the_model()
    {
        // C^−sβ/(1 + β + sβ) for a constant rate, C^−sβ/(2 + sβ) for the optimum, C^−sβ/(1 + β) in the hard phase.
        var easy = new ScalingProblem(0.8, 1.5);
        Assert.Equal(1.2 / 3.7, easy.ComputeExponent(0.8 / 1.8), 1e-12);
        Assert.Equal(1.2 / 3.2, easy.ComputeExponent(easy.LossExponent()), 1e-12);
        var hard = new ScalingProblem(0.25, 3);
        Assert.Equal(0.75 / 4, hard.ComputeExponent(hard.LossExponent()), 1e-12);
    }
}
