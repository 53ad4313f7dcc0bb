using Anneal.Control;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Control;

public sealed class OptimalityGapTests
{
    static readonly CalibratedLaw Law = new(new Momentum(), [3, 0.525, 0.508, 380, 0.9]);

    // The linear problem by brute force over all falling schedules of few steps that use only the two bounds.
    [Fact]
    public void It_is_the_best_promise_of_all_single_drops()
    {
        var c = new ScheduleConstraints(12, 3e-4) { WarmupSum = 0.01, Floor = 1e-5 };
        var frame = new Frame(c);
        var path = frame.Path(new Linear(2.5e-4, 5e-5, 11).ToArray());
        var gradient = new double[12];
        Law.FinalLoss(path, gradient);

        var promises =
            from drop in Enumerable.Range(1, 12)
            select Enumerable.Range(1, 11).Sum(t => gradient[t] * (path.Rates[t] - (t < drop ? 3e-4 : 1e-5)));

        Assert.Equal(promises.Max(), OptimalityGap.Of(Law, frame, path), 1e-15);
        Assert.True(OptimalityGap.Of(Law, new Frame(c with { MayRise = true }), path) >= OptimalityGap.Of(Law, frame, path));
    }

    // The momentum law is convex in the drops, so that the gap bounds the distance to its optimum.
    [Fact]
    public void It_bounds_what_is_left_to_gain_under_a_convex_law()
    {
        var c = new ScheduleConstraints(2000, 3e-4) { WarmupSum = 0.1 };
        var frame = new Frame(c);
        var best = ScheduleOptimizer.Minimize(Law, c, cancellation: TestContext.Current.CancellationToken).Loss;
        foreach (var length in (int[])[10, 100, 1000])
        {
            var path = frame.Path(new Constant(3e-4, 1999 - length).Then(new Linear(3e-4, 0, length)).ToArray());

            Assert.InRange(Law.FinalLoss(path) - best, 0, OptimalityGap.Of(Law, frame, path));
        }
    }
}
