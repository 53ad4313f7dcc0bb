using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Fitting;

public sealed class RunSoFarTests
{
    const int Steps = 6000, Every = 50;

    static readonly CalibratedLaw Truth = new(new Momentum(), [3, 0.5, 0.5, 300, 0.999], WarmupResponse.Included);
    static readonly Schedule Decay = new Warmup(1e-3, 200).Then(new Constant(1e-3, 3800)).Then(new Linear(1e-3, 1e-4, 2000));

    // A deterministic scatter of ±2e-4 in log loss.
    static TrainingRun Run(string name, Schedule schedule, double factor, int last)
    {
        int[] steps = [.. Enumerable.Range(4, Steps).Select(i => i * Every).Where(t => t <= last && t < Steps)];
        var loss = Truth.Losses(new RatePath(schedule), steps);
        for (var i = 0; i < loss.Length; i++) loss[i] *= factor * Math.Exp(2e-4 * Math.Sin(7.3 * i));
        return new TrainingRun(name, schedule, new LossCurve(steps, loss));
    }

    static Fit Fitted(params TrainingRun[] runs) => LawSelection.Try(
        new Momentum(), [.. runs.Select(run => CountedPoints.Of(run))], new FitOptions { PriorUse = PriorUse.Never, Starts = 3 }).Fit;

    static readonly Fit Law = Fitted(
        Run("two-stage", new Warmup(1e-3, 200).Then(new Constant(1e-3, 2800)).Then(new Constant(2e-4, 3000)), 1, Steps),
        Run("cosine", new Warmup(1e-3, 200).Then(new Cosine(1e-3, 1e-4, 5800)), 1, Steps));

    static FitRun SoFar(double factor, int last) => CountedPoints.Of(Run("now", Decay, factor, last));

    [Fact]
    public void A_run_that_lies_above_the_law_is_forecast_above_it()
    {
        var path = new RatePath(Decay);
        var plain = Forecaster.Of(Law, path, [Steps - 1]).Loss[0];
        var truth = Truth.FinalLoss(path);
        foreach (var factor in (double[])[0.997, 1, 1.003])
        {
            var rest = new RunSoFar(Law, SoFar(factor, 4000)).Forecast(path, [Steps - 1]);
            var off = Math.Abs(Math.Log(rest.Loss[0] / (factor * truth)));
            Assert.True(off <= 0.8 * Math.Abs(Math.Log(plain / (factor * truth))) + 5e-4, $"{factor}: {off}");
            Assert.InRange(factor * truth, rest.Lower[0], rest.Upper[0]);
        }
    }

    [Fact]
    public void The_interval_narrows_as_rows_arrive()
    {
        var path = new RatePath(Decay);
        var (before, first) = (double.PositiveInfinity, 0.0);
        foreach (var last in (int[])[1000, 3000, 5000, 5900])
        {
            var rest = new RunSoFar(Law, SoFar(1, last)).Forecast(path, [Steps - 1]);
            var width = Math.Log(rest.Upper[0] / rest.Lower[0]);
            Assert.True(width < before * (1 + 1e-3), $"{last}: {width} after {before}");
            if (first == 0) first = width;
            before = width;
        }

        Assert.True(before < 0.9 * first, $"{before} after {first}");
    }

    [Fact]
    public void Conditioning_is_that_of_one_Gaussian_vector()
    {
        // One block of rows: the textbook formula for two variables, written out.
        var run = SoFar(1.004, 600);
        var soFar = new RunSoFar(Law, run);
        var path = new RatePath(Decay);
        var forecast = soFar.Forecast(path, [Steps - 1], 0.5);
        var middle = run.Points.Steps[(run.Points.Count - 1) / 2];
        Assert.InRange(run.Points.Count, 1, 9);

        var (rows, end) = (LogLosses.Of(Law, path, run.Points.Steps), LogLosses.Of(Law, path, [Steps - 1]));
        var p = Law.Law.Theta.Length;
        double[] mean = [.. Enumerable.Range(0, p).Select(j => Enumerable.Range(0, run.Points.Count).Average(i => rows.Rows[(i * p) + j]))];
        double Sigma(double[] a, double[] b) => Enumerable.Range(0, p).Sum(i => Enumerable.Range(0, p).Sum(j => a[i] * Law.Covariance[(i * p) + j] * b[j]));
        var (here, there) = (ErrorPlace.Of(Law, path, middle), ErrorPlace.Of(Law, path, Steps - 1));
        var variance = Sigma(mean, mean) + (here.Size * here.Size) + (soFar.Noise * soFar.Noise / run.Points.Count);
        var cross = Sigma(mean, end.Rows) + here.Covariance(there);
        var residual = Enumerable.Range(0, run.Points.Count).Average(i => Math.Log(run.Points.Loss[i]) - rows.Values[i]);

        Assert.Equal(end.Values[0] + (cross / variance * residual), Math.Log(forecast.Loss[0]), 1e-9);
    }

    [Fact]
    public void A_fit_that_has_seen_the_rows_learns_nothing_new_of_its_parameters()
    {
        var path = new RatePath(Decay);
        var run = SoFar(1, 5000);
        var fresh = new RunSoFar(Law, run).Forecast(path, [Steps - 1]);
        var seen = new RunSoFar(Law, run, isFitted: true).Forecast(path, [Steps - 1]);
        Assert.True(seen.Upper[0] - seen.Lower[0] > fresh.Upper[0] - fresh.Lower[0]);
    }

    [Fact]
    public void A_run_within_its_warm_up_says_nothing_yet() =>
        Assert.Throws<InputException>(() => new RunSoFar(Law, new FitRun(Run("now", Decay, 1, 4000), new LossCurve([], []))));
}
