using System.Numerics.Tensors;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class PolyakScheduleFreeTests
{
    // The theory's constant is 1; the reference script measured 0.60 to 0.65 on its own draw of the problem.
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void With_interpolation_the_loss_is_below_its_rate_at_every_step(double interpolation)
    {
        var problem = MaxAffine.Draw(60, 20, new Seed(3));
        var points = new ScheduleFreeTriple(new double[20], interpolation, 1);
        var method = new PolyakScheduleFree(points);
        var (g, worst) = (new double[20], 0.0);
        for (var t = 1; t <= 4000; t++)
        {
            method.Step(g, problem.Subgradient(points.Y, g), 0);
            worst = Math.Max(worst, problem.Value(points.X) * Math.Sqrt(t) / problem.Distance);
        }

        Assert.InRange(worst, 0.4, 0.85);
    }

    [Fact]
    public void A_promise_below_zero_leaves_z_where_it_is()
    {
        var points = new ScheduleFreeTriple([1, 1], 0.9, 1);
        var method = new PolyakScheduleFree(points);
        Assert.Equal(0, method.Step([1, 0], 0.5, 0.7));
        Assert.Equal([1.0, 1], points.Z.ToArray());
        Assert.Equal(0, method.Step([0, 0], 0.5, 0.2));
        Assert.Equal([1.0, 1], points.Z.ToArray());
    }

    [Fact]
    public void The_rate_is_the_formula_of_the_source_and_the_safeguard_bounds_it()
    {
        double[] start = [1, 2], g = [3, -4];
        var points = new ScheduleFreeTriple(start, 0.6, 1);
        points.Move([1, 1], 1, 1);
        var lead = 0.6 * ((g[0] * (points.Z[0] - points.X[0])) + (g[1] * (points.Z[1] - points.X[1])));
        Assert.Equal((5 - 1 + lead) / 25, new PolyakScheduleFree(points).Step(g, 5, 1), 1e-15);

        var guarded = new PolyakScheduleFree(new ScheduleFreeTriple(start, 0.6, 1)) { LeastSquaredNorm = 100 };
        Assert.Equal(0.04, guarded.Step(g, 5, 1), 1e-15);
    }

    // In Adam's metric the step is the Polyak step of the scaled problem: γ = f/(gᵀD⁻¹g) along D⁻¹g, D = |g| after one gradient.
    [Fact]
    public void Adams_metric_makes_the_first_step_land_where_the_linear_model_is_zero()
    {
        var points = new ScheduleFreeTriple([2, 3], 0.9, 1);
        var method = new PolyakScheduleFree(points, 0.99);
        var rate = method.Step([2, -0.5], 5, 0);
        Assert.Equal(2, rate, 1e-6);
        double[] moved = [points.Z[0] - 2, points.Z[1] - 3];
        Assert.Equal(-5, TensorPrimitives.Dot<double>([2, -0.5], moved), 1e-9);
        Assert.Equal(-moved[0], moved[1], 1e-6);
    }

    [Fact]
    public void Both_forms_of_the_points_agree()
    {
        var problem = AbsoluteRegression.Draw(50, 6, 0.2, new Seed(2));
        ScheduleFreePoints[] forms = [new ScheduleFreeTriple(new double[6], 0.8, 1), new ScheduleFreePair(new double[6], 0.8, 1)];
        var methods = Array.ConvertAll(forms, points => new PolyakScheduleFree(points, 0.95));
        var (g, x, other) = (new double[6], new double[6], new double[6]);
        for (var t = 0; t < 60; t++)
        {
            for (var form = 0; form < 2; form++) methods[form].Step(g, problem.Subgradient(forms[form].Y, g), problem.Minimum);
        }

        forms[0].CopyX(x);
        forms[1].CopyX(other);
        for (var i = 0; i < 6; i++) Assert.Equal(x[i], other[i], 1e-9);
    }
}
