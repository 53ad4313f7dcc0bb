using Anneal.Lab.Studies.AdaptiveNet;

namespace Anneal.Tests.Lab;

public sealed class GridMinimumTests
{
    [Theory]
    [InlineData(1.2)]
    [InlineData(2.9)]
    [InlineData(3.0)]
    public void Of_a_parabola_on_an_uneven_grid_it_is_the_vertex(double vertex)
    {
        double[] x = [0, 1, 1.5, 3, 3.4, 6];

        Assert.Equal(vertex, GridMinimum.Of(x, [.. x.Select(one => 4 + (0.7 * (one - vertex) * (one - vertex)))]), 1e-12);
    }

    [Fact]
    public void At_an_end_or_beside_a_run_that_diverged_it_is_the_least_point()
    {
        Assert.Equal(0, GridMinimum.Of([0, 1, 2], [1, 2, 3]));
        Assert.Equal(2, GridMinimum.Of([0, 1, 2], [3, 2, 1]));
        Assert.Equal(1, GridMinimum.Of([0, 1, 2], [3, 2, double.PositiveInfinity]));
        Assert.Equal(5, GridMinimum.Of([5], [3]));
    }
}
