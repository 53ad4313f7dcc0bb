using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class CurveScoreTests
{
    [Fact]
    public void The_measures_are_those_of_their_definitions()
    {
        // By hand: y = 2, 4, 6; f = 2, 5, 5; ȳ = 4, Σ(y−ȳ)² = 8, Σ(y−f)² = 2.
        var score = CurveScore.Of([2, 4, 6], [2, 5, 5]);

        Assert.Equal(3, score.Points);
        Assert.Equal(0.75, score.R2, 1e-15);
        Assert.Equal(2.0 / 3, score.Mae, 1e-15);
        Assert.Equal(Math.Sqrt(2.0 / 3), score.Rmse, 1e-15);
        Assert.Equal(((1.0 / 4) + (1.0 / 6)) / 3, score.PredE, 1e-15);
        Assert.Equal(1.0 / 4, score.WorstE, 1e-15);
        Assert.Equal(-1, score.FinalError, 1e-15);
        Assert.True(double.IsNaN(score.Coverage));
    }

    [Fact]
    public void R2_is_not_defined_for_a_flat_curve() => Assert.True(double.IsNaN(CurveScore.Of([3, 3], [3, 3]).R2));

    [Fact]
    public void Rows_count_from_the_latest_of_warm_up_branch_and_request()
    {
        var law = new CalibratedLaw(new OnePower(), [3, 0.5, 0.5]);
        var schedule = new Warmup(1e-3, 100).Then(new Constant(1e-3, 900));
        int[] steps = [.. Enumerable.Range(0, 20).Select(i => 50 * i)];
        var path = new RatePath(schedule, warmupSteps: 100);
        var run = new TrainingRun("run", schedule, new LossCurve(steps, [.. law.Losses(path, steps).Select(x => double.IsFinite(x) ? x : 9)])) { WarmupSteps = 100 };
        var fit = Fit.Given(law);

        Assert.Equal(18, CurveScore.Of(fit, run).Points);
        Assert.Equal(10, CurveScore.Of(fit, run with { BranchStep = 500 }).Points);
        Assert.Equal(4, CurveScore.Of(fit, run with { BranchStep = 500 }, from: 800).Points);
        Assert.Equal(0, CurveScore.Of(fit, run).WorstE, 1e-12);
        Assert.Contains("no row can be scored", Assert.Throws<InputException>(() => CurveScore.Of(fit, run, from: 960)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_windowed_log_is_met_by_the_mean_over_its_window()
    {
        // L = 3 + ½ S^−½ on a constant rate of 1e-3: the mean over steps t − 3 … t is summed here directly.
        var law = new CalibratedLaw(new OnePower(), [3, 0.5, 0.5]);
        var schedule = new Constant(1e-3, 1000);
        int[] steps = [99, 299, 599, 999];
        double[] means = [.. steps.Select(t => Enumerable.Range(t - 3, 4).Average(s => 3 + (0.5 / Math.Sqrt(1e-3 * (s + 1)))))];
        var run = new TrainingRun("run", schedule, new LossCurve(steps, means)) { Window = 4 };

        Assert.InRange(CurveScore.Of(Fit.Given(law), run).WorstE, 0, 1e-12);
        Assert.InRange(CurveScore.Of(Fit.Given(law), run with { Window = 1 }).WorstE, 1e-5, 1);
    }
}
