using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class RateSearchTests
{
    // A/γ + Bγ is least at √(A/B), where it is 2√(AB).
    [Fact]
    public void The_best_rate_of_a_bound_is_found()
    {
        var (rate, loss) = RateSearch.Best(rate => (3 / rate) + (0.02 * rate), 1e-3, 1e5, tolerance: 1e-7);

        Assert.Equal(Math.Sqrt(150), rate, 1e-4);
        Assert.Equal(2 * Math.Sqrt(0.06), loss, 1e-12);
    }

    [Fact]
    public void What_is_not_a_number_is_never_best() =>
        Assert.InRange(RateSearch.Best(rate => rate > 1 ? double.NaN : 2 - rate, 0.01, 100).Rate, 0.99, 1);

    [Fact]
    public void An_end_of_the_range_can_be_best() => Assert.Equal(8, RateSearch.Best(rate => -rate, 0.5, 8).Rate, 1e-9);
}
