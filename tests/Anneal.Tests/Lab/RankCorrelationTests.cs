using Anneal.Lab.Studies.Networks;

namespace Anneal.Tests.Lab;

public sealed class RankCorrelationTests
{
    [Fact]
    public void The_same_order_gives_one_and_the_reverse_minus_one_whatever_the_distances()
    {
        Assert.Equal(1, RankCorrelation.Of([1, 2, 10, 11], [-5, 0.1, 0.2, 1e9]), 1e-15);
        Assert.Equal(-1, RankCorrelation.Of([1, 2, 10, 11], [4, 3, 2, 1]), 1e-15);
    }

    // Without ties it is 1 − 6 Σ d²/(n (n² − 1)).
    [Fact]
    public void It_is_the_sum_of_squared_rank_differences_without_ties() =>
        Assert.Equal(1 - (6 * (1 + 1 + 4 + 0 + 4) / (5.0 * 24)), RankCorrelation.Of([1, 2, 3, 4, 5], [2, 1, 5, 4, 3]), 1e-15);

    [Fact]
    public void Equal_values_share_their_mean_rank()
    {
        // Ranks 0, 1½, 1½, 3 against 0 … 3: covariance 4.5, variances 4.5 and 5.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankCorrelation.Of([1, 2, 2, 3], [1, 2, 3, 4]), 1e-15);
        Assert.Equal(double.NaN, RankCorrelation.Of([1, 1], [1, 2]));
    }
}
