using Anneal.Control;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Tests.Control;

public sealed class RunAdviceTests
{
    static readonly CalibratedLaw Truth = new(new Momentum(), [3, 0.5, 0.5, 300, 0.999], WarmupResponse.Included);
    static readonly Schedule Target = new Warmup(1e-3, 200).Then(new Constant(1e-3, 3800)).Then(new Linear(1e-3, 1e-4, 2000));

    static readonly Fit Law = LawSelection.Try(
        new Momentum(),
        [Run(new Warmup(1e-3, 200).Then(new Constant(1e-3, 1400)).Then(new Constant(4e-4, 800)))],
        new FitOptions { PriorUse = PriorUse.Never, Starts = 3 }).Fit;

    static FitRun Run(Schedule schedule)
    {
        int[] steps = [.. Enumerable.Range(4, 44).Select(i => i * 50).Where(t => t < schedule.Steps)];
        var loss = Truth.Losses(new RatePath(schedule), steps);
        for (var i = 0; i < loss.Length; i++) loss[i] *= Math.Exp(2e-4 * Math.Sin(7.3 * i));
        return CountedPoints.Of(new TrainingRun("short", schedule, new LossCurve(steps, loss)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    public void Adding_a_run_adds_its_information(double drop)
    {
        // (Σ⁻¹ + JᵀN⁻¹J)⁻¹, the other side of Woodbury's identity, at the twelve places of the candidate's two hundred rows.
        var run = new RatePath(new Warmup(1e-3, 200).Then(new Constant(1e-3, 900)).Then(new Constant(drop * 1e-3, 900)));
        var target = new RatePath(Target);
        var advice = new RunAdvice(Law, target);
        var from = Math.Max(run.WarmupSteps, run.Steps / 25);
        int[] steps = [.. Enumerable.Range(1, 12).Select(b => from + ((run.Steps - 1 - from) * b / 12))];
        var p = Law.Law.Theta.Length;
        var rows = LogLosses.Of(Law, run, steps).Rows;
        var places = ErrorPlace.Along(Law, run, steps);
        var jacobian = Matrix<double>.Build.Dense(12, p, (i, j) => rows[(i * p) + j]);
        var errors = Matrix<double>.Build.Dense(12, 12, (i, j) =>
            places[i].Covariance(places[j]) + (i == j ? (Law.Noise * Law.Noise * 12 / 200) + 1e-14 : 0));
        var before = Matrix<double>.Build.Dense(p, p, (i, j) => Law.Covariance[(i * p) + j]);
        var after = (before.Inverse() + (jacobian.Transpose() * errors.Inverse() * jacobian)).Inverse();
        var gradient = Vector<double>.Build.Dense(LogLosses.Of(Law, target, [target.Steps - 1]).Rows);
        var seen = Law.Seen.With(new CoveredSoFar(run).Through(run.Steps - 1));
        var model = Law.ModelError.Level * ModelErrors.Stretch(seen, new CoveredSoFar(target).Through(target.Steps - 1), null);
        var width = StudentT.InvCDF(0, 1, 8, 0.95) * Math.Sqrt((gradient * after * gradient) + (model * model) + (Law.Noise * Law.Noise));

        Assert.Equal(1, advice.After(run) / width, 1e-4);
        Assert.True(advice.After(run) < advice.Now);
    }
}
