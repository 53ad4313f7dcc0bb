using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class HeldOutTests
{
    const double Peak = 1e-3;
    static readonly CalibratedLaw Truth = new(new TwoExponentMultiPower(), [2.5, 0.6, 0.5, 40, 2, 0.7, 0.3, 0.7, 0.8], WarmupResponse.Included);

    [Fact]
    public void The_trunk_of_other_runs_stays_when_the_run_that_holds_its_rows_is_left_out()
    {
        FitRun[] runs = [.. Counted(Run("a", 0.5), Run("b", 0.25), Run("c", 0.1))];
        var fit = LawFitter.Fit(Truth.Law, runs, Options);

        var folds = Folds(fit, runs);

        // The runs part at step 600; "a" holds the trunk's rows, and is scored on those after it, as the others are.
        Assert.Equal(["a", "b", "c"], folds.Select(fold => fold.LeftOut.Run.Run.Name));
        Assert.All(folds, fold => Assert.InRange(fold.LeftOut.Run.Points.Steps[0], 600, 620));
        Assert.Contains(folds[0].Fit.Runs, run => run.Name == "a" && run.LastStep < 600);
        Assert.DoesNotContain(folds[1].Fit.Runs, run => run.Name == "b");
    }

    [Fact]
    public void A_run_of_which_nothing_is_shared_is_left_out_whole()
    {
        FitRun[] runs = [.. Counted(Run("a", 0.5), Run("b", 0.25, 0.9 * Peak), Run("c", 0.1, 0.8 * Peak))];
        var fit = LawFitter.Fit(Truth.Law, runs, Options);

        var folds = Folds(fit, runs);

        Assert.All(folds, fold => Assert.DoesNotContain(fold.Fit.Runs, run => run.Name == fold.LeftOut.Run.Run.Name));
        Assert.Equal(runs.Select(run => run.Points.Count), folds.Select(fold => fold.LeftOut.Run.Points.Count));
    }

    static FitOptions Options { get; } = new() { PriorUse = PriorUse.Always, Starts = 1 };

    static IReadOnlyList<(Fit Fit, PreparedRun LeftOut)> Folds(Fit fit, FitRun[] runs) => HeldOut.Folds(
        fit, PreparedRun.All(Truth.Law, runs, Options, TestContext.Current.CancellationToken), Options, TestContext.Current.CancellationToken);

    static IEnumerable<FitRun> Counted(params TrainingRun[] runs) =>
        CurveHygiene.Inspect(runs).Kept.Select(run => CountedPoints.Of(run));

    static TrainingRun Run(string name, double drop, double peak = Peak)
    {
        var schedule = new Warmup(peak, 20).Then(new Constant(peak, 580)).Then(new Constant(drop * peak, 400));
        int[] steps = [.. Enumerable.Range(2, 48).Select(i => 20 * i)];
        return new(name, schedule, new LossCurve(steps, Truth.Losses(new RatePath(schedule), steps)));
    }
}
