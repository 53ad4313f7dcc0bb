using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class SimulatedTrainingTests
{
    static readonly SimulatedTraining training = new(
        new RandomFeatureModel(PowerLawSpectrum.Quadrature(2, 2, 10_000, 8, 2, copies: 100), 100, 0.5), 40, 6, 0.01);

    static readonly Schedule ramped = new Warmup(3e-4, 100).Then(new Constant(3e-4, 300));

    [Fact]
    public void Logs_begin_after_the_warm_up_and_end_with_the_last_step()
    {
        var run = training.Run("a", ramped, 64, new Seed(1));

        Assert.Equal([128, 192, 256, 320, 384, 399], run.Curve.Steps.ToArray());
    }

    [Fact]
    public void Expected_losses_are_the_models_in_other_units()
    {
        var expected = training.ExpectedLosses(ramped);

        Assert.Equal(6 * (training.Model.InitialLoss + 0.5), expected[0], 1e-12);
        Assert.Equal(6 * (training.Model.MeanLoss(40 * ramped)[^1] + 0.5), expected[^1], 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        double[] Losses(ulong seed) => training.Run("a", ramped, 10, new Seed(seed)).Curve.Loss.ToArray();

        Assert.Equal(Losses(1), Losses(1));
        Assert.NotEqual(Losses(1), Losses(2));
    }

    // At rate zero the excess is known, so what is left is measurement noise: χ² over its 2,000 draws.
    [Fact]
    public void Logged_losses_carry_the_measurement_noise()
    {
        var loss = training.Run("a", new Constant(0, 2000), 1, new Seed(2)).Curve.Loss.ToArray();
        var exact = training.ExpectedLosses(new Constant(0, 1))[0];

        var chiSquare = loss.Sum(value => Math.Pow((value - exact) / 0.01, 2));

        Assert.InRange((chiSquare - 2000) / Math.Sqrt(2 * 2000), -4, 4);
    }
}
