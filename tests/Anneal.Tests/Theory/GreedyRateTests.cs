using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class GreedyRateTests
{
    [Fact]
    public void A_loss_that_keeps_falling_multiplies_the_rate_every_step_up_to_the_highest()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-6, Highest = 5e-3 });
        double[] expected = [1e-5, 1e-4, 1e-3, 5e-3, 5e-3, 5e-3];
        for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], rate.Next(10 - t), 1e-15);
    }

    [Fact]
    public void A_plateau_divides_it_every_step_down_to_the_lowest()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-4, Lowest = 2e-6, LeastChange = 0 });
        // The first loss is better than none.
        double[] expected = [1e-3, 1e-4, 1e-5, 2e-6, 2e-6];
        foreach (var value in expected) Assert.Equal(value, rate.Next(3), 1e-15);
    }

    [Fact]
    public void A_loss_that_is_better_by_no_more_than_the_threshold_is_not_better()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-4, Threshold = 0.5, Window = 1 });
        rate.Next(4);
        Assert.Equal(1e-4, rate.Next(3.5), 1e-15);
        Assert.Equal(1e-3, rate.Next(3.4375), 1e-15);
    }

    [Fact]
    public void Counters_go_on_after_a_change()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-5, Highest = 1, Patience = 2, Window = 1 });
        double[] expected = [1e-5, 1e-5, 1e-4, 1e-3];
        for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], rate.Next(10 - t), 1e-12);
    }

    [Fact]
    public void After_a_rise_the_cooldown_counts_no_step_as_good()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-6, Highest = 1, Cooldown = 2, Window = 1 });
        double[] expected = [1e-6, 1e-6, 1e-5, 1e-5, 1e-5, 1e-4];
        for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], rate.Next(10 - t), 1e-12);
    }

    [Fact]
    public void After_a_fall_the_warmup_counts_no_step_as_bad()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-4, Lowest = 0, Warmup = 1, Window = 1, LeastChange = 0 });
        rate.Next(3);
        double[] expected = [1e-4, 1e-4, 1e-5, 1e-5];
        foreach (var value in expected) Assert.Equal(value, rate.Next(3), 1e-12);
    }

    [Fact]
    public void The_window_averages()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-4, Window = 2 });
        rate.Next(4);
        // Means 4, 3.5, 3.5: the last is no better.
        Assert.Equal(1e-3, rate.Next(3), 1e-12);
        Assert.Equal(1e-4, rate.Next(4), 1e-12);
    }

    [Fact]
    public void A_reset_with_the_published_best_never_improves_again_and_a_right_one_does()
    {
        var options = new GreedyOptions { Initial = 1e-4, Reset = 3, LeastChange = 0 };
        var (right, wrong) = (new GreedyRate(options), new GreedyRate(options with { BestAfterReset = double.NegativeInfinity }));
        for (var t = 0; t < 4; t++) Assert.Equal(right.Next(10 - t), wrong.Next(10 - t));
        Assert.Equal(1e-4, right.Rate, 1e-15);
        for (var t = 4; t < 12; t++)
        {
            right.Next(10 - t);
            wrong.Next(10 - t);
        }

        Assert.Equal(1e-3, right.Rate, 1e-15);
        Assert.Equal(1e-7, wrong.Rate, 1e-15);
    }

    [Fact]
    public void Changes_too_small_to_matter_are_not_made()
    {
        var rate = new GreedyRate(new GreedyOptions { Initial = 1e-8, Lowest = 1e-9, Window = 1 });
        rate.Next(double.NaN);
        Assert.Equal(1e-8, rate.Rate);
    }
}
