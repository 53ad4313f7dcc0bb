using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class BoundFitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_finds_the_constants_that_made_a_curve(bool robust)
    {
        var fit = BoundFit.Of([Made("wsd", new Wsd(3e-4, 0, 100, 3000, 600, DecayShape.Linear)), Made("cosine", new Cosine(3e-4, 0, 2000))], robust);
        Assert.Equal(2.5, fit.Floor, 1e-6);
        Assert.Equal(7, fit.Scale, 1e-4);
        Assert.Equal(40, fit.BaseRate, 1e-3);
    }

    [Fact]
    public void Its_curve_is_that_of_the_bound()
    {
        var path = new RatePath(new Linear(2, 0, 300));
        var losses = new BoundFit(1, 3 / 0.2, 3 * 0.2).Losses(path);
        for (var t = 0; t < 300; t++) Assert.Equal(1 + (3 * LastIterateBound.Of(path.Rates[..(t + 1)]).At(0.2)), losses[t], 1e-9);
    }

    [Fact]
    public void A_warm_up_before_the_first_step_has_shortened_the_distance()
    {
        var rates = new Linear(2, 0, 300).ToArray();
        var (with, without) = (new BoundFit(0, 1, 0).Losses(new RatePath(rates, 50)), new BoundFit(0, 1, 0).Losses(new RatePath(rates)));
        for (var t = 0; t < 299; t++) Assert.Equal(100, (1 / with[t]) - (1 / without[t]), 1e-9);
    }

    // The bound's promise of section 4: one pair of constants for schedules of several shapes and lengths; cosine fitted, cooldowns foreseen.
    [Theory]
    [InlineData("mpl_25")]
    [InlineData("mpl_100")]
    public void Constants_of_cosine_runs_foresee_cooldowns_of_real_runs(string set)
    {
        var fit = BoundFit.Of([Counted(set, "cosine_24000"), Counted(set, "cosine_72000")]);
        foreach (var run in (string[])["wsd_20000_24000", "wsdld_20000_24000"])
        {
            var seen = SharedCurves.MultiPowerRun(set, run);
            var predicted = fit.Losses(seen.Path);
            var last = seen.Curve.Steps[^1];
            var drop = seen.Curve.Between(19_000, 20_000).Loss[^1] - seen.Curve.Loss[^1];
            Assert.Equal(seen.Curve.Loss[^1], predicted[last], 0.05);
            Assert.InRange((predicted[19_999] - predicted[last]) / drop, 0.5, 2);
        }
    }

    static FitRun Counted(string set, string run) => CountedPoints.Of(SharedCurves.MultiPowerRun(set, run));

    static FitRun Made(string name, Schedule schedule)
    {
        var path = new RatePath(schedule);
        var curve = LastIterateCurve.Of(path.Rates);
        int[] steps = [.. Enumerable.Range(0, schedule.Steps).Where(t => t % 20 == 0 && t > 200)];
        var run = new TrainingRun(name, schedule, new LossCurve(steps, [.. steps.Select(t => 2.5 + (7 * curve[t].At(40)))]));
        return CountedPoints.Of(run);
    }
}
