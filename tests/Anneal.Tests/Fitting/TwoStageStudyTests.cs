using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class TwoStageStudyTests
{
    const double Peak = 3e-4;
    static readonly double[] Planted = [3, 0.52, 0.5, 360, 2, 0.58, 0.64];

    [Theory]
    [InlineData(9e-5)]
    [InlineData(3e-5)]
    public void Recovers_what_the_multi_power_law_says_of_one_drop(double after)
    {
        var measured = TwoStageStudy.Measure(Simulated("constant", Constant(9000)), Simulated("two-stage", TwoStage(after)));
        var fit = TwoStageStudy.Fit(measured);

        // THEORY of the law: LD(T_A + x) = B (η_A − η_B) (1 − (1 + C η_B^{1−γ} x)^−β).
        Assert.Equal(1, fit.Asymptote / (360 * (Peak - after)), 0.01);
        Assert.Equal(1, fit.Speed / (2 * Math.Pow(after, 1 - 0.64)), 0.02);
        Assert.Equal(0.58, fit.Beta, 0.01);
        Assert.Equal(0, measured.Hidden);
    }

    [Fact]
    public void Holds_beta_where_it_is_given()
    {
        var measured = TwoStageStudy.Measure(Simulated("constant", Constant(9000)), Simulated("two-stage", TwoStage(9e-5)));
        var fit = TwoStageStudy.Fit(measured, 0.4);

        Assert.Equal(0.4, fit.Beta, 1e-12);
        Assert.True(fit.Objective > TwoStageStudy.Fit(measured).Objective);
    }

    [Fact]
    public void Rate_sums_are_matched_and_not_steps()
    {
        var measured = TwoStageStudy.Measure(Simulated("constant", Constant(9000)), Simulated("two-stage", TwoStage(9e-5)));
        var law = new MultiPower();
        var path = new RatePath(TwoStage(9e-5));
        var x = measured.X[^1];
        var sum = path.Sums[measured.DropStep + x - 1];
        var two = new CalibratedLaw(law, [.. Planted]).Losses(path, [measured.DropStep + x - 1])[0];

        // Without a drop the law is L0 + A S^−α at the same S.
        Assert.Equal(3 + (0.52 / Math.Sqrt(sum)) - two, measured.Reduction[^1], 1e-6);
    }

    [Fact]
    public void Refuses_runs_of_other_shapes()
    {
        var constant = Simulated("constant", Constant(9000));
        Assert.Contains("not a two-stage run", Error(constant, constant), StringComparison.Ordinal);
        Assert.Contains("not a two-stage run", Error(constant, Simulated("cosine", Ramp().Then(new Cosine(Peak, 3e-5, 5000)))), StringComparison.Ordinal);
        Assert.Contains("is not constant at 0.0003", Error(Simulated("half", 0.5 * Constant(9000)), Simulated("two-stage", TwoStage(9e-5))), StringComparison.Ordinal);
        Assert.Contains("at least 4", Error(Simulated("short", Constant(4000)), Simulated("two-stage", TwoStage(9e-5))), StringComparison.Ordinal);
    }

    // The published study: with β held at 0.4 the asymptote per unit of rate is alike at all three second rates, and the response
    // per step is faster at higher ones.
    [Fact]
    public void Public_two_stage_runs_agree_on_the_reduction_per_unit_of_rate()
    {
        var constant = SharedCurves.MultiPowerRun("mpl_25", "constant_72000");
        var (perRate, speed) = (new List<double>(), new List<double>());
        foreach (var name in (string[])["wsdcon_3", "wsdcon_9", "wsdcon_18"])
        {
            var measured = TwoStageStudy.Measure(constant, SharedCurves.MultiPowerRun("mpl_25", name));
            var fit = TwoStageStudy.Fit(measured, 0.4);
            perRate.Add(fit.Asymptote / (measured.Before - measured.After));
            speed.Add(fit.Speed);
        }

        Assert.All(perRate, value => Assert.InRange(value, 250, 700));
        Assert.True(perRate.Max() < 1.5 * perRate.Min(), string.Join(' ', perRate));
        Assert.True(speed[0] < speed[1] && speed[1] < speed[2], string.Join(' ', speed));
    }

    static string Error(TrainingRun constant, TrainingRun twoStage) =>
        Assert.Throws<InputException>(() => TwoStageStudy.Measure(constant, twoStage)).Message;

    static Schedule Ramp() => new Linear(0, Peak, 499).Then(new Constant(Peak, 1));

    static Schedule Constant(int steps) => Ramp().Then(new Constant(Peak, steps - 500));

    static Schedule TwoStage(double after) => Ramp().Then(new Constant(Peak, 3500)).Then(new Constant(after, 8000));

    static TrainingRun Simulated(string name, Schedule schedule)
    {
        var steps = Enumerable.Range(500, schedule.Steps - 500).Where(t => t % 16 == 0).ToArray();
        var loss = new CalibratedLaw(new MultiPower(), [.. Planted]).Losses(new RatePath(schedule), steps);
        return new TrainingRun(name, schedule, new LossCurve(steps, loss));
    }
}
