using Anneal.Control;

namespace Anneal.Tests.Control;

public sealed class StaircaseTests
{
    // Best of many starts over 1 to 80 drops by an independent optimiser of the same law.
    [Theory]
    [InlineData("25M", 24000, 3.149244, 3.147694, 3.147609)]
    [InlineData("100M", 24000, 2.793486, 2.791725, 2.791631)]
    [InlineData("400M", 24000, 2.532725, 2.530458, 2.530321)]
    [InlineData("25M", 72000, null, null, 3.052949)]
    [InlineData("100M", 72000, null, null, 2.681975)]
    [InlineData("400M", 72000, null, null, 2.408952)]
    [InlineData("25M paper", 24000, null, null, 3.196187)]
    [InlineData("100M paper", 24000, null, null, 2.929480)]
    [InlineData("400M paper", 24000, null, null, 2.696106)]
    public void Finds_the_best_known_staircases(string name, int total, double? one, double? two, double three)
    {
        var law = PublishedShapes.Of(name);
        var steps = total - PublishedShapes.Warmup;
        var expected = new[] { one, two, three };
        for (var drops = 1; drops <= 3; drops++)
        {
            var staircase = Literal(law, steps, 0);

            var (loss, levels, lengths) = staircase.Best(drops, 0.1 * steps, TestContext.Current.CancellationToken);

            if (expected[drops - 1] is { } known) Assert.Equal(known, loss, 1e-6);
            Assert.Equal(PublishedShapes.LiteralLoss(law, Rates(steps, levels, lengths)), loss, 1e-12);
        }
    }

    [Fact]
    public void A_floor_is_kept_and_reached()
    {
        var staircase = Literal(PublishedShapes.Of("25M"), 21840, 3e-5);

        var (_, levels, _) = staircase.Best(3, 2000, TestContext.Current.CancellationToken);

        Assert.All(levels, level => Assert.InRange(level, 3e-5, PublishedShapes.Peak));
        Assert.Equal(3e-5, levels[^1], 1e-9);
    }

    static Staircase Literal(MultiPowerShape law, int steps, double floor)
    {
        var stairs = new MultiPowerStairs(law, pathConsistent: false, steps, PublishedShapes.Peak, PublishedShapes.WarmupSum, []);
        return new Staircase(stairs.Loss, steps, floor, PublishedShapes.Peak);
    }

    static double[] Rates(int steps, double[] levels, int[] lengths) =>
    [
        .. Enumerable.Repeat(PublishedShapes.Peak, steps - lengths.Sum()),
        .. levels.Zip(lengths).SelectMany(stage => Enumerable.Repeat(stage.First, stage.Second)),
    ];
}
