using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class NoisyQuadraticTests
{
    // v ← (1 − ηλ)² v + η²σ²λ settles at ησ²/(2 − ηλ).
    [Fact]
    public void A_constant_rate_settles_at_the_fixed_point_of_the_recursion()
    {
        double[] λ = [1, 0.3, 0.05];
        double[] n = [1, 4, 2];
        var rates = new double[4000];
        Array.Fill(rates, 0.5);
        var expected = λ.Zip(n, (l, m) => m * l * 0.5 * 0.04 / (2 - (0.5 * l))).Sum() / 2;
        Assert.Equal(1, new NoisyQuadratic(λ, n, 1, 0.04).FinalLoss(rates) / expected, 1e-12);
    }

    [Fact]
    public void The_mean_of_sampled_runs_is_the_recursion_within_its_error()
    {
        double[] λ = [1, 0.25, 0.0625, 0.01, 0.002];
        var rates = Enumerable.Range(0, 60).Select(t => 1.2 * (1 - (t / 60.0))).ToArray();
        var (sum, squares) = (0.0, 0.0);
        const int Runs = 4000;
        for (var run = 0; run < Runs; run++)
        {
            var random = new RandomNumbers(new Seed(5)[run]);
            double[] θ = [1, 1, 1, 1, 1];
            foreach (var η in rates)
            {
                for (var k = 0; k < 5; k++) θ[k] -= η * ((λ[k] * θ[k]) + (0.3 * Math.Sqrt(λ[k]) * random.NextNormal()));
            }

            var loss = Enumerable.Range(0, 5).Sum(k => λ[k] * θ[k] * θ[k]) / 2;
            (sum, squares) = (sum + loss, squares + (loss * loss));
        }

        var (mean, error) = (sum / Runs, Math.Sqrt(((squares / Runs) - (sum / Runs * (sum / Runs))) / Runs));
        Assert.InRange((new NoisyQuadratic(λ, [], 1, 0.09).FinalLoss(rates) - mean) / error, -4, 4);
    }

    [Fact]
    public void The_losses_on_the_way_are_the_final_losses_of_shorter_runs()
    {
        var problem = new NoisyQuadratic([1, 0.1], [3, 5], 2, 0.1);
        double[] rates = [0.5, 1, 0.25, 0.1];
        var losses = problem.Losses(rates, 0.7);
        for (var t = 1; t <= 4; t++) Assert.Equal(losses[t - 1], problem.FinalLoss(rates.AsSpan(0, t), 0.7));
    }

    [Fact]
    public void An_unstable_rate_is_infinite_and_not_a_nan()
    {
        var rates = new double[5000];
        Array.Fill(rates, 3);
        Assert.Equal(double.PositiveInfinity, new NoisyQuadratic([1, 0.001], [], 1, 0.1).FinalLoss(rates));
    }
}
