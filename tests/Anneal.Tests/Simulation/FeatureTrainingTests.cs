using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class FeatureTrainingTests
{
    static readonly RandomFeatureModel model = new(PowerLawSpectrum.Exact(1.5, 1.2, 20), 2, .3);
    static readonly Schedule decay = new Linear(.27, .02, 40);

    [Theory]
    [InlineData(20)]
    [InlineData(5)]
    public void The_mean_over_runs_is_that_of_the_students_recursion(int width)
    {
        const int Runs = 4000;
        var (student, unlearned) = FeatureTraining.Student(model, width);
        var expected = student.MeanLoss(decay);

        var (sums, squares) = (new double[40], new double[40]);
        for (var run = 0; run < Runs; run++)
        {
            var losses = FeatureTraining.Losses(model, width, decay, new RandomNumbers(new Seed(21)[width][run]));
            for (var t = 0; t < 40; t++) (sums[t], squares[t]) = (sums[t] + losses[t], squares[t] + (losses[t] * losses[t]));
        }

        for (var t = 3; t < 40; t += 4)
        {
            var mean = sums[t] / Runs;
            var error = Math.Sqrt(((squares[t] / Runs) - (mean * mean)) / Runs);
            Assert.InRange((mean - unlearned - expected[t]) / error, -4, 4);
            Assert.InRange(mean / (unlearned + expected[t]), 1 - (3 / Math.Sqrt(Runs)), 1 + (3 / Math.Sqrt(Runs)));
        }
    }

    [Fact]
    public void Energy_beyond_the_width_is_never_learnt()
    {
        var (student, unlearned) = FeatureTraining.Student(model, 5);

        Assert.Equal(Enumerable.Range(6, 15).Sum(k => Math.Pow(k, -1.5)), unlearned, 1e-14);
        Assert.Equal(.3 + unlearned, student.NoiseVariance, 1e-14);
        Assert.Equal(model.InitialLoss, student.InitialLoss + unlearned, 1e-14);
        Assert.All(FeatureTraining.Losses(model, 5, decay, new RandomNumbers(new Seed(22))), loss => Assert.True(loss > unlearned));
    }

    [Fact]
    public void Rates_of_zero_change_nothing() =>
        Assert.All(
            FeatureTraining.Losses(model, 20, new Constant(0, 3), new RandomNumbers(new Seed(23))), loss => Assert.Equal(model.InitialLoss, loss, 1e-14));

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var random = new RandomNumbers(new Seed(24));

        Assert.Throws<ArgumentException>(() => FeatureTraining.Losses(new(model.Spectrum, 1.5, 0), 20, decay, random));
        Assert.Throws<ArgumentException>(() => FeatureTraining.Losses(new(PowerLawSpectrum.Quadrature(2, 2, 100), 2, 0), 8, decay, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureTraining.Losses(model, 21, decay, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureTraining.Student(model, 0));
    }
}
