using Anneal.Lab.Studies.PretrainLaw;

namespace Anneal.Tests.Lab;

public sealed class IntervalScoreTests
{
    // Intervals e^−0.1 … e^0.1 about 1, so that the half-width is 0.1.
    static IntervalScore Of(params double[] logs) => IntervalScore.Of(
        [.. logs.Select(Math.Exp)], [.. logs.Select(_ => Math.Exp(-.1))], [.. logs.Select(_ => Math.Exp(.1))], level: .9);

    [Fact]
    public void Inside_it_is_the_width()
    {
        var score = Of(0, .05, -.09);

        Assert.Equal(.2, score.Score, 1e-12);
        Assert.Equal(.1, score.HalfWidth, 1e-12);
        Assert.Equal(1, score.Coverage, 1e-12);
        Assert.True(score.IsFinalCovered);
    }

    [Fact]
    public void Outside_it_pays_twenty_times_the_distance_at_nine_tenths()
    {
        var score = Of(0, .13, 0, -.15);

        Assert.Equal(.2 + (20 * (.03 + .05) / 4), score.Score, 1e-12);
        Assert.Equal(.5, score.Coverage, 1e-12);
        Assert.False(score.IsFinalCovered);
    }

    [Fact]
    public void Among_intervals_of_a_known_distribution_the_one_between_its_quantiles_scores_best()
    {
        // Evenly spread logs −1 … 1: the central 90 % interval has half-width 0.9.
        double[] spread = [.. Enumerable.Range(0, 2001).Select(i => Math.Exp((i - 1000) / 1000.0))];
        double Score(double half) => IntervalScore.Of(
            spread, [.. spread.Select(_ => Math.Exp(-half))], [.. spread.Select(_ => Math.Exp(half))], level: .9).Score;

        Assert.True(Score(.9) < Score(.87));
        Assert.True(Score(.9) < Score(.93));
    }
}
