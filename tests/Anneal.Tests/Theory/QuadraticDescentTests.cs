using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class QuadraticDescentTests
{
    // Curvatures of density ∝ λ^½ on [0, 2], noise ∝ λ^½ e^−λ, a normal start.
    static QuadraticDescent Random(int directions, ulong seed)
    {
        var random = new RandomNumbers(new Seed(seed));
        var curvatures = Enumerable.Range(0, directions).Select(_ => 2 * Math.Pow(random.NextUniform(), 1 / 1.5)).ToArray();
        return new(
            curvatures, [.. curvatures.Select(λ => Math.Sqrt(λ) * Math.Exp(-λ))],
            [.. curvatures.Select(_ => Math.Pow(random.NextNormal(), 2))]);
    }

    // Theorem 3 of arXiv:2503.12811; an independent program had a difference of 3.5e-4 in .153 for such a cosine.
    [Theory]
    [InlineData("cosine(0.05, 0.005, 1500)")]
    [InlineData("constant(0.05, 1500)")]
    [InlineData("constant(0.05, 700) then constant(0.01, 800)")]
    [InlineData("constant(0.02, 500) then linear(0.5, 0, 1000)")]
    public void The_approximation_is_within_its_bound_of_the_mean(string notation)
    {
        var rates = ScheduleNotation.Parse(notation).ToArray();
        var quadratic = Random(300, 7);

        var difference = Math.Abs(quadratic.MeanLoss(rates)[^1] - quadratic.Approximation(rates));

        Assert.InRange(difference / quadratic.ErrorBound(rates), 0, 1);
        if (rates.Max() < .1) Assert.InRange(difference, 0, 4e-2 * quadratic.MeanLoss(rates)[^1]);
    }

    [Fact]
    public void The_bound_is_that_of_the_theorem() => Assert.Equal(
        (5 * .1 * .125 * .25 * Math.Exp(-.25) * 3) + (5 * Math.E * Math.E * .01 * .2 * .5),
        new QuadraticDescent([.5], [.2], [3]).ErrorBound([.1, .1, .05]), 1e-14);

    [Fact]
    public void The_approximation_is_of_first_order_in_the_rates()
    {
        var quadratic = Random(300, 8);
        double Relative(int scale)
        {
            var rates = new Cosine(.2 / scale, .02 / scale, 400 * scale).ToArray();
            return Math.Abs((quadratic.Approximation(rates) / quadratic.MeanLoss(rates)[^1]) - 1);
        }

        Assert.InRange(Relative(2) / Relative(4), 1.7, 2.3);
        Assert.InRange(Relative(4) / Relative(8), 1.7, 2.3);
    }

    // At a constant rate every direction settles at η² Σ / (1 − (1 − ηλ)²).
    [Fact]
    public void Constant_rates_settle_at_the_stationary_variance()
    {
        double[] curvatures = [2, .5, .1], noises = [1, 2, .3];

        var last = new QuadraticDescent(curvatures, noises, [1, 1, 1]).MeanLoss(new Constant(.3, 2000).ToArray())[^1];

        Assert.Equal(curvatures.Zip(noises, (λ, noise) => λ * .09 * noise / (1 - Math.Pow(1 - (.3 * λ), 2)) / 2).Sum(), last, 1e-12);
    }

    [Fact]
    public void Drawn_runs_have_the_mean_loss()
    {
        const int Runs = 400;
        var quadratic = Random(20, 9);
        var rates = new Linear(.4, 0, 60).ToArray();
        var expected = quadratic.MeanLoss(rates);

        var runs = Enumerable.Range(0, Runs).Select(i => quadratic.DrawnLoss(rates, new RandomNumbers(new Seed(3)[i]))).ToArray();

        for (var t = 9; t < 60; t += 10)
        {
            var mean = runs.Average(run => run[t]);
            var error = Math.Sqrt(runs.Sum(run => Math.Pow(run[t] - mean, 2)) / (Runs - 1.0) / Runs);
            Assert.InRange((mean - expected[t]) / error, -4, 4);
        }
    }

    [Fact]
    public void There_is_no_bound_beyond_the_inverse_of_the_largest_curvature()
    {
        Assert.Equal(double.PositiveInfinity, new QuadraticDescent([2], [1], [1]).ErrorBound([.51]));
        Assert.Throws<ArgumentException>(() => new QuadraticDescent([2], [1, 1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuadraticDescent([2], [-1], [1]));
    }
}
