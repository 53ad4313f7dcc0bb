using Anneal.Control;
using Anneal.Fitting;
using Anneal.Schedules;

namespace Anneal.Tests.Control;

public sealed class RunPlanTests
{
    static readonly RunPlan quarter = RunPlan.For(3e-4, 72_000);

    [Fact]
    public void It_keeps_to_its_budget_and_uses_most_of_it()
    {
        Assert.InRange(quarter.NewSteps, 0.9 * 18_000, 18_000);
        Assert.Equal(quarter.NewSteps / 72_000.0, quarter.Share, 12);
    }

    [Fact]
    public void A_branch_has_its_trunks_rates_until_it_leaves()
    {
        var trunk = quarter.Runs.Single(run => run.Trunk is null).Schedule.ToArray();

        Assert.All(quarter.Runs.Where(run => run.Trunk is not null), run =>
        {
            var rates = run.Schedule.ToArray();
            Assert.Equal(trunk[..run.BranchStep], rates[..run.BranchStep]);
            Assert.True(rates[^1] < trunk[^1]);
        });
    }

    [Fact]
    public void There_are_a_two_stage_run_and_a_decay()
    {
        Assert.Equal(9e-5, quarter.Runs.Single(run => run.Name == "two-stage").Schedule[^1]);
        Assert.Contains(quarter.Runs, run => run.Schedule[^1] > 3e-5 && run.Schedule[^1] < 3.1e-5);
    }

    [Fact]
    public void A_second_peak_comes_with_half_the_targets_compute()
    {
        var half = RunPlan.For(3e-4, 72_000, 36_000);

        Assert.DoesNotContain(quarter.Runs, run => new RatePath(run.Schedule).Peak < 3e-4);
        Assert.Single(half.Runs, run => new RatePath(run.Schedule).Peak == 1.5e-4);
        Assert.InRange(half.NewSteps, 0.9 * 36_000, 36_000);
    }

    [Fact]
    public void A_larger_budget_is_worth_a_narrower_interval() =>
        Assert.True(RunPlan.For(3e-4, 72_000, 50_000).ExpectedHalfWidth < quarter.ExpectedHalfWidth);

    [Fact]
    public void The_interval_to_expect_is_no_narrower_than_the_laws_own_error() =>
        // Three times as far as the longest run, the default error is stretched by more than two.
        Assert.InRange(quarter.ExpectedHalfWidth, 2 * ModelErrors.Default, 0.03);

    [Fact]
    public void No_run_is_longer_than_the_target() =>
        Assert.All(RunPlan.For(3e-4, 10_000, 1_000_000).Runs, run => Assert.InRange(run.Schedule.Steps, 1, 10_000));

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void A_budget_too_small_for_any_run_is_refused_with_what_is_needed(int budget)
    {
        var error = Assert.Throws<InfeasibleException>(() => RunPlan.For(3e-4, 72_000, budget));

        Assert.Contains("at least", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_warm_up_the_runs_begin_at_the_peak() =>
        Assert.Equal(3e-4, RunPlan.For(3e-4, 20_000, warmup: 0).Runs[0].Schedule[0]);
}
