using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class LawSelectionTests
{
    static FitRun[] Rows(int count)
    {
        int[] steps = [.. Enumerable.Range(1, count).Select(i => 100 * i)];
        double[] loss = [.. steps.Select(step => 3 + (5 / Math.Sqrt(step)))];
        return [new FitRun(new TrainingRun("few", new Constant(1e-3, 1000), new LossCurve(steps, loss)), new LossCurve(steps, loss))];
    }

    [Fact]
    public void Laws_with_more_parameters_than_points_are_left_out()
    {
        var trials = LawSelection.Select(Rows(5), new FitOptions { Starts = 2 }, null, TestContext.Current.CancellationToken);
        Assert.All(trials, trial => Assert.InRange(trial.Law.Parameters.Length, 1, 5));
        Assert.NotEmpty(trials);
    }

    [Fact]
    public void Two_points_are_too_few_for_any_law() => Assert.Throws<InputException>(
        () => LawSelection.Select(Rows(2), new FitOptions(), null, TestContext.Current.CancellationToken));
}
