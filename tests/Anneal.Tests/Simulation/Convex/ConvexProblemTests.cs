using System.Numerics.Tensors;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class ConvexProblemTests
{
    static readonly Seed seed = new(11);

    static ConvexProblem Problem(string name) => name switch
    {
        "max-affine" => MaxAffine.Draw(60, 20, seed),
        "absolute" => AbsoluteRegression.Draw(100, 10, 0.5, seed),
        _ => LogisticRegression.Draw(400, 10, 0.1, seed),
    };

    public static TheoryData<string> Names => ["max-affine", "absolute", "logistic"];

    [Theory, MemberData(nameof(Names))]
    public void The_minimiser_has_the_minimum_and_no_point_has_less(string name)
    {
        var problem = Problem(name);
        var random = new RandomNumbers(seed["points"]);
        Assert.Equal(problem.Minimum, problem.Value(problem.Minimizer), 1e-10);
        var x = new double[problem.Dimension];
        foreach (var radius in new[] { 1e-3, 0.1, 1, 10 })
        {
            for (var trial = 0; trial < 30; trial++)
            {
                for (var i = 0; i < x.Length; i++) x[i] = problem.Minimizer[i] + (radius * random.NextNormal());
                Assert.True(problem.Value(x) >= problem.Minimum - 1e-12);
            }
        }
    }

    // f(z) ≥ f(y) + g·(z − y) for all z is what makes g a subgradient.
    [Theory, MemberData(nameof(Names))]
    public void Subgradients_support_the_function_and_are_no_longer_than_promised(string name)
    {
        var problem = Problem(name);
        var random = new RandomNumbers(seed["subgradients"]);
        var (y, z, g, difference) = (new double[problem.Dimension], new double[problem.Dimension], new double[problem.Dimension], new double[problem.Dimension]);
        for (var trial = 0; trial < 50; trial++)
        {
            for (var i = 0; i < y.Length; i++) (y[i], z[i]) = (3 * random.NextNormal(), 3 * random.NextNormal());
            var value = problem.Subgradient(y, g);
            Assert.Equal(problem.Value(y), value);
            TensorPrimitives.Subtract<double>(z, y, difference);
            Assert.True(problem.Value(z) >= value + TensorPrimitives.Dot<double>(g, difference) - 1e-12);
            Assert.True(TensorPrimitives.Norm<double>(g) <= problem.Lipschitz + 1e-12);
            new GradientOracle(problem, 1, random).Next(y, g);
            Assert.True(TensorPrimitives.Norm<double>(g) <= problem.Lipschitz + 1e-12);
        }
    }

    [Theory]
    [InlineData("absolute")]
    [InlineData("logistic")]
    public void Batches_are_unbiased(string name)
    {
        var problem = Problem(name);
        var random = new RandomNumbers(seed["batches"]);
        var (x, g, mean, exact) = (new double[10], new double[10], new double[10], new double[10]);
        x[0] = 1;
        var oracle = new GradientOracle(problem, 3, random);
        const int Draws = 20_000;
        var (value, squares) = (0.0, 0.0);
        for (var i = 0; i < Draws; i++)
        {
            value += oracle.Next(x, g) / Draws;
            squares += TensorPrimitives.SumOfSquares<double>(g) / Draws;
            TensorPrimitives.MultiplyAdd(g, 1.0 / Draws, mean, mean);
        }

        var error = 5 * Math.Sqrt(squares / Draws);
        Assert.Equal(problem.Subgradient(x, exact), value, error);
        for (var i = 0; i < 10; i++) Assert.Equal(exact[i], mean[i], error);
    }

    [Fact]
    public void The_logistic_loss_does_not_overflow()
    {
        var problem = Problem("logistic");
        var x = new double[10];
        x[0] = 1e6;
        Assert.InRange(problem.Value(x), 1e4, 1e7);
    }

    [Fact]
    public void A_smooth_minimum_has_no_gradient()
    {
        var problem = Problem("logistic");
        var g = new double[10];
        problem.Subgradient(problem.Minimizer, g);
        Assert.True(TensorPrimitives.Norm<double>(g) < 1e-6);
    }

    [Fact]
    public void The_last_batch_can_be_asked_again_elsewhere()
    {
        var problem = Problem("absolute");
        var oracle = new GradientOracle(problem, 5, new RandomNumbers(seed));
        var (x, g) = (new double[10], new double[10]);
        for (var i = 0; i < 10; i++) Assert.Equal(oracle.Next(x, g), oracle.SameAt(x), 1e-12);
        Assert.Equal(problem.Value(x), new GradientOracle(problem).SameAt(x));
    }
}
