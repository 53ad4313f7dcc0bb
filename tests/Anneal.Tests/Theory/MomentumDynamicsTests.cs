using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class MomentumDynamicsTests
{
    static readonly RandomFeatureModel small = new(PowerLawSpectrum.Exact(1.5, 1.2, 30), 3, 0.3);

    [Fact]
    public void Without_momentum_it_is_the_model_s_own_recursion()
    {
        var schedule = new Linear(0.27, 0.02, 60);
        var zeros = new double[60];

        var losses = new MomentumDynamics(small, 60).MeanLoss(schedule.ToArray(), zeros, zeros);

        Assert.All(losses.Zip(small.MeanLoss(schedule)), pair => Assert.Equal(1, pair.First / pair.Second, 1e-14));
    }

    // With μ = 0 the velocity is the gradient, so that only the sum of the two rates counts.
    [Fact]
    public void A_velocity_that_forgets_at_once_is_the_gradient()
    {
        var (zeros, rates) = (new double[60], new Linear(0.27, 0.02, 60).ToArray());
        var dynamics = new MomentumDynamics(small, 60);
        var halves = rates.Select(rate => rate / 2).ToArray();

        Assert.Equal(1, dynamics.FinalLoss(zeros, rates, zeros) / dynamics.FinalLoss(rates, zeros, zeros), 1e-14);
        Assert.Equal(1, dynamics.FinalLoss(halves, halves, zeros) / dynamics.FinalLoss(rates, zeros, zeros), 1e-14);
    }

    // The formulas written plainly, mode by mode.
    [Fact]
    public void It_is_the_plain_recursion_of_the_three_second_moments()
    {
        var (direct, velocity, momentum) = Wild(40, new Seed(3));

        var losses = new MomentumDynamics(small, 40).MeanLoss(direct, velocity, momentum);

        Assert.All(losses.Zip(Plain(small, direct, velocity, momentum)), pair => Assert.Equal(1, pair.First / pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(39)]
    public void Gradients_are_central_differences(int t)
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Quadrature(1.5, 3, 1_000_000), 4, 0.1);
        var (direct, velocity, momentum) = Wild(40, new Seed(5));
        var dynamics = new MomentumDynamics(model, 40);
        var gradients = new[] { new double[40], new double[40], new double[40] };

        var loss = dynamics.Gradient(direct, velocity, momentum, gradients[0], gradients[1], gradients[2]);

        Assert.Equal(dynamics.FinalLoss(direct, velocity, momentum), loss);
        double[][] schedules = [direct, velocity, momentum];
        for (var which = 0; which < 3; which++)
        {
            var at = schedules[which][t];
            double Shifted(double by)
            {
                schedules[which][t] = at + by;
                var value = dynamics.FinalLoss(direct, velocity, momentum);
                schedules[which][t] = at;
                return value;
            }

            // Richardson's step removes the third derivative, so that 1e-4 is small enough and rounding stays at 1e-12.
            const double H = 1e-4;
            var difference = ((8 * (Shifted(H) - Shifted(-H))) - (Shifted(2 * H) - Shifted(-2 * H))) / (12 * H);
            // The first velocity is zero, so that the first μ does nothing.
            if (which == 2 && t == 0) Assert.Equal(0, gradients[which][t]);
            else Assert.Equal(1, gradients[which][t] / difference, 1e-6);
        }
    }

    [Fact]
    public void Mean_loss_is_that_of_sgd_with_momentum_on_drawn_features()
    {
        const int Runs = 3000;
        var (direct, velocity, momentum) = (new double[60], new double[60], new double[60]);
        direct.AsSpan().Fill(.05);
        velocity.AsSpan().Fill(.03);
        momentum.AsSpan().Fill(.8);
        var expected = new MomentumDynamics(small, 60).MeanLoss(direct, velocity, momentum);
        var runs = new double[Runs][];

        Parallel.For(0, Runs, i => runs[i] = MomentumTraining.Losses(small, direct, velocity, momentum, new RandomNumbers(new Seed(21)[i])));

        for (var t = 4; t < 60; t += 5)
        {
            var mean = runs.Average(run => run[t]);
            var error = Math.Sqrt(runs.Sum(run => Math.Pow(run[t] - mean, 2)) / (Runs - 1.0) / Runs);
            Assert.InRange((mean - expected[t]) / error, -4, 4);
        }
    }

    [Fact]
    public void An_unstable_schedule_costs_infinitely_much_and_has_no_gradient()
    {
        var (zeros, rates, by) = (new double[4000], new double[4000], new double[4000]);
        rates.AsSpan().Fill(3);
        var dynamics = new MomentumDynamics(small, 4000);

        Assert.Equal(double.PositiveInfinity, dynamics.Gradient(rates, zeros, zeros, by, new double[4000], new double[4000]));
        Assert.All(by, value => Assert.Equal(0, value));
        Assert.Equal(double.PositiveInfinity, dynamics.MeanLoss(rates, zeros, zeros)[^1]);
    }

    [Fact]
    public void Places_and_batches_are_checked()
    {
        var dynamics = new MomentumDynamics(small, 3);
        var two = new double[2];
        var three = new double[3];

        Assert.Throws<ArgumentException>(() => dynamics.FinalLoss(two, three, three));
        Assert.Throws<ArgumentException>(() => dynamics.Gradient(three, three, three, three, two, three));
        var half = new RandomFeatureModel(PowerLawSpectrum.Exact(2, 2, 3), 1.5, 0);
        Assert.Throws<ArgumentException>(() => MomentumTraining.Losses(half, three, three, three, new RandomNumbers(new Seed(1))));
        var copies = new RandomFeatureModel(PowerLawSpectrum.Exact(2, 2, 3, 2), 1, 0);
        Assert.Throws<ArgumentException>(() => MomentumTraining.Losses(copies, three, three, three, new RandomNumbers(new Seed(1))));
    }

    static (double[] Direct, double[] Velocity, double[] Momentum) Wild(int steps, Seed seed)
    {
        var random = new RandomNumbers(seed);
        double[] Draw(double low, double high) => [.. Enumerable.Range(0, steps).Select(_ => low + ((high - low) * random.NextUniform()))];
        return (Draw(.1, .2), Draw(.025, .05), Draw(.5, .95));
    }

    static double[] Plain(RandomFeatureModel model, double[] direct, double[] velocity, double[] momentum)
    {
        var (λ, m) = (model.Spectrum.Eigenvalues, model.Batch);
        var A = λ.Select((value, k) => model.Spectrum.TargetEnergies[k] / value).ToArray();
        var (B, C, losses) = (new double[A.Length], new double[A.Length], new double[direct.Length]);
        for (var t = 0; t < losses.Length; t++)
        {
            var (g2, g3, μ) = (direct[t], velocity[t], momentum[t]);
            var L = λ.Select((value, k) => value * A[k]).Sum();
            for (var k = 0; k < A.Length; k++)
            {
                var G = (λ[k] * λ[k] * A[k] * (1 + (1 / m))) + (λ[k] * (L + model.NoiseVariance) / m);
                var vv = (μ * μ * C[k]) + (2 * μ * λ[k] * B[k]) + G;
                var xv = (μ * B[k]) + (λ[k] * A[k]);
                var gv = (μ * λ[k] * B[k]) + G;
                A[k] += (-2 * g2 * λ[k] * A[k]) - (2 * g3 * xv) + (g2 * g2 * G) + (2 * g2 * g3 * gv) + (g3 * g3 * vv);
                B[k] = xv - (g2 * gv) - (g3 * vv);
                C[k] = vv;
            }

            losses[t] = λ.Select((value, k) => value * A[k]).Sum();
        }

        return losses;
    }
}
