using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class BoxMinimizerTests
{
    // Rosenbrock's function; within x ≤ 0.5 the minimum is where the parabola meets the bound: (0.5, 0.25), value 0.25.
    [Theory]
    [InlineData(10, 1, 1, 0)]
    [InlineData(0.5, 0.5, 0.25, 0.25)]
    public void Finds_the_minimum_of_a_curved_valley_inside_and_on_the_bound(double bound, double x, double y, double value)
    {
        var at = new[] { -1.2, 1.0 };

        var (found, _) = new BoxMinimizer { Tolerance = 1e-16 }.Minimize(
            (p, g) =>
            {
                var (a, b) = (1 - p[0], p[1] - p[0] * p[0]);
                g[0] = -2 * a - 400 * p[0] * b;
                g[1] = 200 * b;
                return a * a + 100 * b * b;
            },
            at, [-10, -10], [bound, 10], TestContext.Current.CancellationToken);

        Assert.Equal(value, found, 1e-10);
        Assert.Equal(x, at[0], 1e-5);
        Assert.Equal(y, at[1], 1e-5);
    }

    // Σ i (x_i − c_i)² over the unit box: each coordinate is its centre clamped.
    [Fact]
    public void A_separable_quadratic_is_clamped_coordinate_by_coordinate()
    {
        double[] centres = [-1, 0.2, 0.5, 0.9, 3];
        var x = new[] { 0.5, 0.5, 0.5, 0.5, 0.5 };

        new BoxMinimizer { Tolerance = 1e-18 }.Minimize(
            (p, g) =>
            {
                var sum = 0.0;
                for (var i = 0; i < g.Length; i++)
                {
                    g[i] = 2 * (i + 1) * (p[i] - centres[i]);
                    sum += (i + 1) * (p[i] - centres[i]) * (p[i] - centres[i]);
                }

                return sum;
            },
            x, new double[5], [1, 1, 1, 1, 1], TestContext.Current.CancellationToken);

        for (var i = 0; i < x.Length; i++) Assert.Equal(Math.Clamp(centres[i], 0, 1), x[i], 1e-7);
    }
}
