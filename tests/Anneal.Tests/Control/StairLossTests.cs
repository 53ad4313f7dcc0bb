using Anneal.Control;
using Anneal.Laws;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Control;

public sealed class StairLossTests
{
    static readonly double[] Levels = [1e-4, 3e-5, 4e-6];
    static readonly double[] Ends = [900.3, 400.6, 90.2, 0];

    static readonly (double, double, double)[] Earlier = [(3e-4, 2.5e-4, 0.2)];

    static StairLoss Loss(string kind)
    {
        var shape = PublishedShapes.Of("25M") with { P = 0.9, Q = 1.1 };
        if (kind != "by law")
            return new MultiPowerStairs(shape, kind == "path-consistent", 3000, PublishedShapes.Peak, 0.3, Earlier).Loss;
        var frame = new Frame(new(3001, PublishedShapes.Peak) { WarmupSum = 0.3 });
        return new LawStairs(new(new Momentum(), [3, 0.525, 0.508, 380, 0.999]), frame).Loss;
    }

    [Theory]
    [InlineData("literal")]
    [InlineData("path-consistent")]
    [InlineData("by law")]
    public void Gradients_match_central_differences(string kind)
    {
        var loss = Loss(kind);
        var (byLog, byEnd) = (new double[3], new double[3]);
        loss(Levels, Ends, byLog, byEnd);

        for (var j = 0; j < 3; j++)
        {
            Assert.Equal(Slope(h => Levels.Index().Select(l => l.Index == j ? l.Item * Math.Exp(h) : l.Item).ToArray(), _ => Ends), byLog[j], 1e-8);
            Assert.Equal(Slope(_ => Levels, h => Ends.Index().Select(e => e.Index == j ? e.Item + h : e.Item).ToArray()), byEnd[j], 1e-8);
        }

        double Slope(Func<double, double[]> levels, Func<double, double[]> ends) =>
            (loss(levels(1e-4), ends(1e-4), new double[3], new double[3])
                - loss(levels(-1e-4), ends(-1e-4), new double[3], new double[3])) / 2e-4;
    }

    [Fact]
    public void Whole_lengths_give_the_loss_of_the_rates_written_out()
    {
        var shape = PublishedShapes.Of("25M") with { P = 0.9, Q = 1.1 };
        double[] rates = [.. Enumerable.Repeat(3e-4, 2100), .. Enumerable.Repeat(1e-4, 500), .. Enumerable.Repeat(3e-5, 310), .. Enumerable.Repeat(4e-6, 90)];
        double[] ends = [900, 400, 90, 0];
        var (byLog, byEnd) = (new double[3], new double[3]);
        var literal = new MultiPowerStairs(shape, pathConsistent: false, 3000, PublishedShapes.Peak, 0.3, []);
        var consistent = new MultiPowerStairs(shape, pathConsistent: true, 3000, PublishedShapes.Peak, 0.3, []);

        Assert.Equal(PublishedShapes.LiteralLoss(shape, rates, 0.3), literal.Loss(Levels, ends, byLog, byEnd), 1e-12);
        Assert.Equal(PublishedShapes.PathLoss(shape, rates, 0.3), consistent.Loss(Levels, ends, byLog, byEnd), 1e-7);
    }

    // What the general solver's certificate rests on: between fixed levels the loss is convex in the times.
    [Theory]
    [InlineData("literal")]
    [InlineData("path-consistent")]
    public void The_loss_is_convex_in_the_times_between_levels(string kind)
    {
        var loss = Loss(kind);
        var times = Gen.Choose(0, 999).ListOf(3);

        Prop.ForAll(times.ToArbitrary(), times.ToArbitrary(), (a, b) =>
        {
            var middle = a.Zip(b, (x, y) => (x + y) / 2.0);
            var (value, bound) = (At(middle), (At(a.Select(x => (double)x)) + At(b.Select(x => (double)x))) / 2);
            return value <= bound + 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1UL, 1UL));

        double At(IEnumerable<double> lengths)
        {
            double[] n = [.. lengths];
            return loss(Levels, [n[0] + n[1] + n[2], n[1] + n[2], n[2], 0], new double[3], new double[3]);
        }
    }
}
