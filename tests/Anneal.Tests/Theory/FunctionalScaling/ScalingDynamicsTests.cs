using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class ScalingDynamicsTests
{
    static readonly ScalingProblem Problem = new(0.7, 1.8) { Noise = 0.4, SignalNoise = 1 };

    [Fact]
    public void Every_step_is_the_double_sum_written_out()
    {
        var (rates, batches) = Run(300);
        var losses = new double[rates.Length];

        ScalingDynamics.Losses(Problem, rates, batches, losses);

        var sums = rates.Select((_, t) => rates[..(t + 1)].Sum()).ToArray();
        for (var t = 0; t < rates.Length; t++)
        {
            var expected = Math.Pow(1 + sums[t], -0.7);
            for (var k = 0; k <= t; k++)
            {
                var source = 0.4 + Math.Pow(1 + sums[k] - rates[k], -0.7);
                expected += Math.Pow(1 + sums[t] - sums[k], (1 / 1.8) - 2) * source * rates[k] * rates[k] / batches[k];
            }

            Assert.Equal(1, losses[t] / expected, 1e-10);
        }
    }

    [Fact]
    public void The_sum_of_exponentials_holds_over_six_decades_of_time()
    {
        var rates = new Linear(50, 0.01, 20_000).ToArray();
        var losses = new double[rates.Length];

        ScalingDynamics.Losses(Problem, rates, default, losses);

        foreach (var t in (int[])[0, 10, 1_000, 19_999])
            Assert.Equal(1, losses[t] / ScalingDynamics.FinalLoss(Problem, rates.AsSpan(0, t + 1)), 1e-10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_gradient_is_that_of_finite_differences(double signalNoise)
    {
        var problem = Problem with { SignalNoise = signalNoise };
        var (rates, batches) = Run(40);
        var gradient = new double[rates.Length];
        ScalingDynamics.FinalLoss(problem, rates, batches, gradient);
        for (var k = 0; k < rates.Length; k++)
        {
            const double h = 1e-5;
            var (up, down) = ((double[])rates.Clone(), (double[])rates.Clone());
            up[k] += h;
            down[k] -= h;
            var slope = (ScalingDynamics.FinalLoss(problem, up, batches) - ScalingDynamics.FinalLoss(problem, down, batches)) / (2 * h);
            Assert.Equal(slope, gradient[k], 1e-8);
        }
    }

    [Fact]
    public void A_batch_halves_noise_as_a_second_sample_would()
    {
        var rates = new Cosine(1, 0.1, 200).ToArray();
        var alone = Problem with { SignalNoise = 0 };
        var signal = alone.Signal(rates.Sum());
        var twos = new double[200];
        Array.Fill(twos, 2);
        Assert.Equal(
            (ScalingDynamics.FinalLoss(alone, rates) - signal) / 2, ScalingDynamics.FinalLoss(alone, rates, twos) - signal, 1e-14);
    }

    [Fact]
    public void A_constant_rate_tends_to_the_kernels_integral()
    {
        // Small steps: Σ K(r) η² → η ∫ K.
        var problem = new ScalingProblem(1, 2) { MaxRate = 1 };
        var rates = new Constant(0.01, 40_000).ToArray();
        var closed = problem.Signal(400) + (0.01 * problem.KernelIntegral(400));
        Assert.Equal(1, ScalingDynamics.FinalLoss(problem, rates) / closed, 0.004);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>(() => ScalingDynamics.FinalLoss(Problem, [1, 1], [1]));

    static (double[] Rates, double[] Batches) Run(int steps)
    {
        var random = new RandomNumbers(new Seed(5));
        return ([.. Enumerable.Range(0, steps).Select(_ => random.NextUniform())], [.. Enumerable.Range(0, steps).Select(_ => 1 + (9 * random.NextUniform()))]);
    }
}
