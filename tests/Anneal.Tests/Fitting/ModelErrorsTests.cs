using Anneal.Fitting;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class ModelErrorsTests
{
    static readonly SeenRange Seen = new(1e-4, 1e-3, 1e-3, 1000, 0.1, false) { FullSteps = 550 };

    [Fact]
    public void Held_out_errors_are_averaged_with_the_default_that_counts_for_three()
    {
        Assert.Equal(new ModelError(0.002, 0), ModelErrors.Combine([]));
        Assert.Equal(((3 * 0.002) + 0.001 + 0.008) / 5, ModelErrors.Combine([0.001, 0.008]).Level, 1e-15);
    }

    [Fact]
    public void Nothing_is_stretched_within_what_was_seen()
    {
        var reasons = new List<string>();

        Assert.Equal(1, ModelErrors.Stretch(Seen, Seen, reasons));
        Assert.Empty(reasons);
    }

    [Fact]
    public void The_horizon_is_the_larger_of_steps_and_rate_sum()
    {
        var reasons = new List<string>();
        var longer = ModelErrors.Stretch(Seen, Seen with { Steps = 2000, FullSteps = 550 }, reasons);
        var fuller = ModelErrors.Stretch(Seen, Seen with { Steps = 1000, FullSteps = 1100 }, reasons);

        Assert.Equal(1 + (1.2 * Math.Log(2)), longer, 1e-12);
        Assert.Equal(longer, fuller, 1e-12);
        Assert.Collection(
            reasons,
            reason => Assert.StartsWith("The horizon of 2000 steps is 2.0 times", reason, StringComparison.Ordinal),
            reason => Assert.StartsWith("The rates add up to 1100 times their peak, 2.0 times", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_schedule_covers_grows_along_it()
    {
        var covered = new CoveredSoFar(new RatePath(new Constant(1e-3, 100).Then(new Constant(5e-4, 100))));

        Assert.Equal(50, covered.Through(49).FullSteps, 1e-9);
        Assert.Equal(150, covered.Through(199).FullSteps, 1e-9);
    }
}
