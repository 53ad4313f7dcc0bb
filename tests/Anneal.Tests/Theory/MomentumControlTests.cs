using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class MomentumControlTests
{
    static readonly RandomFeatureModel hard = new(PowerLawSpectrum.Quadrature(1.5, 3, 1_000_000), 64, .1);

    // Losses of an independent optimiser (L-BFGS-B, 300 iterations) at a = 1.5, b = 3, m = 64, σ² = 0.1.
    [Fact]
    public void Momentum_improves_the_exponent_in_the_hard_phase()
    {
        var (heavy, plain) = (Chain(1e-3, 500), Chain(1, 200));

        Assert.Equal(1, heavy[2].Loss / .2450, .005);
        Assert.Equal(1, plain[2].Loss / .5211, .001);
        Assert.Equal(-.286, Slope(heavy), .003);
        Assert.Equal(-.169, Slope(plain), .001);
        Assert.All(plain, optimum => Assert.All(optimum.Momentum, μ => Assert.Equal(0, μ)));
    }

    [Fact]
    public void The_optimum_beats_every_constant_momentum_under_its_own_best_rate()
    {
        const int Steps = 128;
        var optimum = MomentumControl.HeavyBall(hard, Steps);
        var (zeros, dynamics) = (new double[Steps], new MomentumDynamics(hard, Steps));

        foreach (var μ in new[] { 0, .5, .8, .9, .95 })
        {
            var (rates, momentum) = (new double[Steps], new double[Steps]);
            momentum.AsSpan().Fill(μ);
            var best = RateSearch.Best(rate => dynamics.FinalLoss(zeros, Filled(rates, rate), momentum), 1e-3, 1);
            Assert.True(optimum.Loss < .95 * best.Loss);
        }

        Assert.Equal(optimum.Loss, dynamics.FinalLoss(zeros, optimum.Rates, optimum.Momentum), 1e-12);
        Assert.All(optimum.Rates, rate => Assert.InRange(rate, 0, 1));
        Assert.All(optimum.Momentum, μ => Assert.InRange(μ, 0, .999));
    }

    [Fact]
    public void A_single_step_and_a_single_step_s_stretch_can_be_solved()
    {
        var one = MomentumControl.HeavyBall(hard, 1);
        var three = MomentumControl.HeavyBall(hard, 3, start: one);

        Assert.True(three.Loss < one.Loss);
    }

    static HeavyBallOptimum[] Chain(double slowest, int evaluations)
    {
        var optima = new List<HeavyBallOptimum>();
        foreach (var steps in new[] { 64, 256, 1024 })
            optima.Add(MomentumControl.HeavyBall(hard, steps, slowest: slowest, start: optima.LastOrDefault(), maxEvaluations: evaluations));
        return [.. optima];
    }

    static double Slope(HeavyBallOptimum[] optima) => PowerFit.Of([64, 256, 1024], [.. optima.Select(optimum => optimum.Loss)]).Exponent;

    static double[] Filled(double[] rates, double rate)
    {
        Array.Fill(rates, rate);
        return rates;
    }
}
