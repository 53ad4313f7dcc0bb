using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Fitting;

public sealed class LawFitterTests
{
    static readonly CalibratedLaw Truth = new(new MultiPower(), [3.0, 0.52, 0.5, 380, 2.0, 0.6, 0.6], WarmupResponse.Excluded);
    static readonly FitOptions Plain = new() { Warmup = WarmupResponse.Excluded, PriorUse = PriorUse.Never };

    [Fact]
    public void Recovers_planted_parameters_from_runs_without_noise()
    {
        var fit = LawFitter.Fit(new MultiPower(), Runs(0), Plain);

        Assert.Equal(StopReason.Converged, fit.Stop);
        for (var j = 0; j < fit.Law.Theta.Length; j++)
            Assert.Equal(Truth.Theta[j], fit.Law.Theta[j], 2e-3 * Math.Abs(Truth.Theta[j]));
        Assert.InRange(fit.Objective, 0, 1e-10);
    }

    [Fact]
    public void Standard_errors_hold_the_planted_parameters()
    {
        var fit = LawFitter.Fit(new MultiPower(), Runs(1e-3), Plain with { HuberDelta = double.PositiveInfinity });

        for (var j = 0; j < 3; j++)
        {
            var z = Math.Abs(fit.Law.Theta[j] - Truth.Theta[j]) / fit.StandardErrors[j];
            Assert.True(z < 4, $"{fit.Law.Law.Parameters[j].Name}: z = {z}");
        }

        Assert.InRange(fit.Noise, 0.7e-3 / 3.3, 1.4e-3);
    }

    [Fact]
    public void The_thread_count_changes_no_bit()
    {
        var runs = Runs(1e-3);

        var one = LawFitter.Fit(LawSelection.Default, runs, new FitOptions { Threads = 1 });
        var two = LawFitter.Fit(LawSelection.Default, runs, new FitOptions { Threads = 2 });

        Assert.Equal(one.Law.Theta.ToArray(), two.Law.Theta.ToArray());
        Assert.Equal(one.Covariance.ToArray(), two.Covariance.ToArray());
    }

    [Fact]
    public void A_constant_run_alone_says_nothing_about_annealing()
    {
        var fit = LawFitter.Fit(new MultiPower(), [Runs(1e-3)[1]], Plain with { PriorUse = PriorUse.WhenUnidentified });

        Assert.Contains(fit.Unidentified, found => found.Parameter == "B" && found.Remedy.Contains("two-stage", StringComparison.Ordinal));
        Assert.NotEmpty(fit.Priors);
        Assert.Contains(fit.Notes, note => note.Contains("no drop", StringComparison.Ordinal));
    }

    [Fact]
    public void A_held_parameter_stays_where_it_is_held()
    {
        var fit = LawFitter.Fit(new MultiPower(), Runs(0), Plain with { Held = Plain.Held.Add("gamma", 0.6) });

        Assert.Equal(0.6, fit.Law["gamma"], 1e-12);
        Assert.True(double.IsNaN(fit.StandardErrors[6]));
    }

    [Fact]
    public void A_windowed_log_is_fitted_as_averages()
    {
        // A loss logged as the mean of its last 400 updates lags behind; read as point values it misleads the law.
        var windowed = Runs(0, window: 400);

        var aware = LawFitter.Fit(new MultiPower(), windowed, Plain);
        var naive = LawFitter.Fit(new MultiPower(), [.. windowed.Select(run => run with { Run = run.Run with { Window = 1 } })], Plain);

        Assert.True(aware.Objective < naive.Objective / 50, $"{aware.Objective} against {naive.Objective}");
        Assert.Equal(Truth["alpha"], aware.Law["alpha"], 0.01);
    }

    [Fact]
    public void Too_few_points_are_refused_with_both_numbers()
    {
        var run = Runs(0)[0];
        var few = run with { Points = new LossCurve([2000, 3000], [3.5, 3.4]) };

        var error = Assert.Throws<InputException>(() => LawFitter.Fit(new MultiPower(), [few], Plain));

        Assert.Contains("7 free parameters", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 points", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interval_grows_with_the_horizon_and_says_why()
    {
        var fit = LawFitter.Fit(LawSelection.Default, Runs(1e-3), new FitOptions { PriorUse = PriorUse.Always });
        var near = Last(fit, new Warmup(3e-4, 500).Then(new Cosine(3e-4, 3e-5, 9500)));
        var far = Last(fit, new Warmup(3e-4, 500).Then(new Cosine(3e-4, 3e-5, 39500)));

        Assert.True(far.Width > 1.3 * near.Width, $"{far.Width} against {near.Width}");
        Assert.Contains(far.Warnings, warning => warning.Contains("horizon", StringComparison.Ordinal));
        Assert.DoesNotContain(near.Warnings, warning => warning.Contains("horizon", StringComparison.Ordinal));
    }

    static (double Width, IEnumerable<string> Warnings) Last(Fit fit, Schedule schedule)
    {
        var forecast = Forecaster.Of(fit, new RatePath(schedule), [schedule.Steps - 1]);
        return (Math.Log(forecast.Upper[0] / forecast.Lower[0]), forecast.Warnings);
    }

    static FitRun[] Runs(double noise, int window = 1)
    {
        (string, Schedule)[] schedules =
        [
            ("cosine", new Warmup(3e-4, 500).Then(new Cosine(3e-4, 3e-5, 9500))),
            ("constant", new Warmup(3e-4, 500).Then(new Constant(3e-4, 9500))),
            ("two-stage", new Warmup(3e-4, 500).Then(new Constant(3e-4, 4500)).Then(new Constant(9e-5, 4000))),
            ("deep", new Warmup(3e-4, 500).Then(new Constant(3e-4, 3500)).Then(new Constant(2e-5, 3000))),
        ];
        return [.. schedules.Select((pair, i) =>
        {
            var (name, schedule) = pair;
            var random = new RandomNumbers(new Seed(7)[name]);
            int[] steps = [.. Enumerable.Range(0, schedule.Steps / 64).Select(k => 64 * k).Where(s => s > 600 + window)];
            var losses = new double[steps.Length];
            for (var k = 0; k < steps.Length; k++)
            {
                int[] within = [.. Enumerable.Range(steps[k] - window + 1, window)];
                losses[k] = Truth.Losses(new RatePath(schedule), within).Average() * (1 + (noise * random.NextNormal()));
            }

            return CountedPoints.Of(new TrainingRun(name, schedule, new LossCurve(steps, losses)) { Window = window });
        })];
    }
}
