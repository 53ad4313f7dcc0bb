using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class RandomFeatureModelTests
{
    static readonly RandomFeatureModel small = new(PowerLawSpectrum.Exact(1.5, 1.2, 30), 2, 0.3);
    static readonly Schedule decay = new Linear(0.27, 0.02, 60);

    [Theory]
    [InlineData(0.3, 4)]
    [InlineData(0.8, 3)]
    public void Constant_rates_settle_at_the_closed_form(double rate, double batch)
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(1.5, 1.5, 20), batch, 0.3);

        var last = model.MeanLoss(new Constant(rate, 60_000))[^1];

        Assert.Equal(1, last / model.StationaryLoss(rate), 1e-8);
    }

    // One mode: second moments are multiplied by (1 − η)² + η²(1 + 1)/m each step, so the bound is η (1 + 2/m) = 2.
    [Fact]
    public void One_mode_is_stable_below_the_rate_at_which_its_multiplier_reaches_one()
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(2, 2, 1), 4, 1);
        var edge = 2 / (1 + (2 / 4.0));

        Assert.True(model.IsStable(edge * 0.999));
        Assert.False(model.IsStable(edge * 1.001));
        Assert.InRange(model.MeanLoss(new Constant(edge * 0.99, 20_000))[^1], 0, model.StationaryLoss(edge * 0.99) * 1.001);
        Assert.Equal(double.PositiveInfinity, model.StationaryLoss(edge * 1.001));
        Assert.True(model.MeanLoss(new Constant(edge * 1.01, 20_000))[^1] > 1e20);
    }

    [Fact]
    public void Many_weak_modes_can_be_unstable_together()
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(1.1, 1.1, 10_000), 1, 1);

        Assert.True(0.4 * (1 + 1) < 2);
        Assert.False(model.IsStable(0.4));
        Assert.True(model.MeanLoss(new Constant(0.4, 20_000))[^1] > 1e3);
    }

    [Fact]
    public void Losses_are_those_after_the_update()
    {
        var loss = small.MeanLoss(new Constant(0, 3).Then(new Constant(0.1, 1)));

        Assert.Equal(small.InitialLoss, loss[0], 1e-14);
        Assert.Equal(loss[0], loss[2]);
        Assert.NotEqual(loss[2], loss[3]);
    }

    // The twin draws every feature and label; nothing of the recursion's derivation is in it.
    [Fact]
    public void Mean_loss_is_that_of_sgd_on_drawn_features()
    {
        var expected = small.MeanLoss(decay);

        var zScores = ZScores(expected, 2500, replica => FeatureSgd(small, decay, new RandomNumbers(new Seed(11)[replica])));

        Assert.All(zScores, z => Assert.InRange(z, -4, 4));
    }

    [Fact]
    public void Sampled_runs_have_the_mean_loss()
    {
        var expected = small.MeanLoss(decay);

        var zScores = ZScores(
            expected, 3000, replica => SampledTraining.Losses(small, decay, new RandomNumbers(new Seed(12)[replica])));

        Assert.All(zScores, z => Assert.InRange(z, -4, 4));
    }

    [Fact]
    public void Sampled_runs_on_a_quadrature_have_the_mean_loss()
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Quadrature(2, 2, 100_000, 8, 2, copies: 10), 4, 0.3);
        var schedule = new Constant(0.3, 30).Then(new Constant(0.05, 30));
        var expected = model.MeanLoss(schedule);

        var zScores = ZScores(
            expected, 3000, replica => SampledTraining.Losses(model, schedule, new RandomNumbers(new Seed(13)[replica])));

        Assert.All(zScores, z => Assert.InRange(z, -4, 4));
    }

    // One node, much label noise: L / E L is χ²ₙ / n, and the sample variance of χ²ₙ itself varies by (8n² + 48n) / runs.
    [Fact]
    public void A_node_fluctuates_as_its_directions_together_do()
    {
        const int Directions = 50;
        const int Runs = 4000;
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(2, 2, 1, Directions), 1e4, 1e3);
        var mean = model.StationaryLoss(0.2);

        var sum = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var last = SampledTraining.Losses(model, new Constant(0.2, 60), new RandomNumbers(new Seed(15)[run]))[^1];
            sum += Math.Pow(Directions * ((last / mean) - 1), 2);
        }

        var deviation = Math.Sqrt(((8.0 * Directions * Directions) + (48 * Directions)) / Runs);
        Assert.InRange(((sum / Runs) - (2 * Directions)) / deviation, -4, 4);
    }

    [Fact]
    public void Runs_that_share_a_stream_are_equal_until_their_schedules_part()
    {
        var trunk = SampledTraining.Losses(small, new Constant(0.1, 40), new RandomNumbers(new Seed(14)));
        var branch = SampledTraining.Losses(
            small, new Constant(0.1, 20).Then(new Constant(0.01, 20)), new RandomNumbers(new Seed(14)));

        Assert.Equal(trunk[..20], branch[..20]);
        Assert.NotEqual(trunk[20], branch[20]);
    }

    [Fact]
    public void Nodes_that_stand_for_part_of_a_direction_cannot_be_sampled()
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Quadrature(2, 2, 1000), 4, 0.3);

        var error = Assert.Throws<ArgumentException>(() => SampledTraining.Losses(model, decay, new RandomNumbers(new Seed(1))));

        Assert.Contains("copies", error.Message);
    }

    // z of the replicas' mean at steps 5, 10, 15, …
    static double[] ZScores(double[] expected, int replicas, Func<int, double[]> run)
    {
        var count = expected.Length / 5;
        var runs = new double[replicas][];
        Parallel.For(0, replicas, replica => runs[replica] = run(replica));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var values = runs.Select(r => r[(5 * i) + 4]).ToArray();
            var mean = values.Average();
            var variance = values.Sum(v => (v - mean) * (v - mean)) / (replicas - 1);
            return (mean - expected[(5 * i) + 4]) / Math.Sqrt(variance / replicas);
        })];
    }

    static double[] FeatureSgd(RandomFeatureModel model, Schedule schedule, RandomNumbers random)
    {
        var λ = model.Spectrum.Eigenvalues;
        var x = λ.Select((value, k) => Math.Sqrt(model.Spectrum.TargetEnergies[k] / value)).ToArray();
        var gradient = new double[x.Length];
        var feature = new double[x.Length];
        return [.. schedule.ToArray().Select(rate =>
        {
            Array.Clear(gradient);
            for (var sample = 0; sample < (int)model.Batch; sample++)
            {
                var residual = Math.Sqrt(model.NoiseVariance) * random.NextNormal();
                for (var k = 0; k < x.Length; k++)
                {
                    feature[k] = Math.Sqrt(λ[k]) * random.NextNormal();
                    residual += feature[k] * x[k];
                }

                for (var k = 0; k < x.Length; k++)
                    gradient[k] += residual * feature[k] / model.Batch;
            }

            for (var k = 0; k < x.Length; k++)
                x[k] -= rate * gradient[k];
            return x.Select((value, k) => λ[k] * value * value).Sum();
        })];
    }
}
