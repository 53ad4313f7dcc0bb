using Anneal.Lab.Studies.Robustness;

namespace Anneal.Tests.Lab;

public sealed class ThinnedGridsTests
{
    [Fact]
    public void The_costs_are_those_of_the_grids_written_out()
    {
        // One rate to a doubling, the best in place 3.
        double[] losses = [9, 6, 4, 2, 3, 5, double.PositiveInfinity];

        var costs = ThinnedGrids.Costs(losses, 1);

        // R = 4: {9, 4, 3, ∞} and {6, 2, 5}; R = 8: {9, 2, ∞}, {6, 3}, {4, 5}; R = 16: {9, 3}, {6, 5}, {4, ∞}, {2}; R = 32: {9, 5}, {6, ∞}, {4}, {2}, {3}.
        Assert.Equal([2, 4, 8, 16, 32], costs.Select(cost => cost.Ratio));
        Assert.Equal([1, 1.5, 2, 2.5, 3], costs.Select(cost => cost.Worst));
        Assert.Equal([1, (1.5 + 1) / 2, (1 + 1.5 + 2) / 3, (1.5 + 2.5 + 2 + 1) / 4, (2.5 + 3 + 2 + 1 + 1.5) / 5], costs.Select(cost => cost.Mean));
        Assert.Equal(Math.Cbrt(2 * 2.5 * 3), ThinnedGrids.WorstOfCoarse(costs), 1e-14);
    }

    [Fact]
    public void A_grid_of_every_other_rate_may_begin_at_either_and_short_grids_have_no_empty_ones()
    {
        Assert.Equal(2, ThinnedGrids.Costs([2, 1, 4, 3], 2)[0].Worst);
        Assert.All(ThinnedGrids.Costs([2, 1], 1), cost => Assert.True(double.IsFinite(cost.Worst)));
    }
}
