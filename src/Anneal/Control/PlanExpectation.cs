using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Control;

/// <summary>
/// What runs that have not been trained will be worth: the default law at the priors' means makes their losses, noise is added as in
/// public logs, and the fit to them is asked for its interval.
/// </summary>
/// <remarks>
/// The law's own error is the documented default, widened for the horizon as in any forecast; so the interval is what a model of the
/// usual kind gives, not a promise. The noise is a fixed sequence of normal quantiles, the same for every plan.
/// </remarks>
/// <param name="peak">The target's peak.</param>
/// <param name="targetSteps">The target's length.</param>
/// <param name="every">The logging interval.</param>
sealed class PlanExpectation(double peak, int targetSteps, int every)
{
    // A loss of 3 whose last fifteenth is progress still to be made at the target's length; noise of one row, relative. Public logs of
    // 25M to 760M parameters: 2.5 … 3.6, 0.1 … 0.3, 1e-4 … 5e-4.
    const double FinalLoss = 2.8, Progress = 0.2, Noise = 3e-4;

    public (double HalfWidth, ImmutableArray<Unidentified> Unidentified) Of(
        IReadOnlyList<PlannedRun> runs, Schedule target, double level, CancellationToken cancellation)
    {
        var truth = PriorMean();
        var rows = 0;
        FitRun[] logs = [.. runs.Select(run => CountedPoints.Of(Simulate(truth, run, ref rows)))];
        var law = truth.Law;
        var options = LawSelection.OptionsFor(law, new FitOptions { Warmup = truth.Warmup, Starts = 2 });
        var fit = LawFitter.Fit(law, logs, options, null, cancellation);
        var path = new RatePath(target);
        var forecast = Forecaster.Of(fit, path, [path.Steps - 1], level);
        return ((forecast.Upper[0] - forecast.Lower[0]) / 2 / forecast.Loss[0], fit.Unidentified);
    }

    CalibratedLaw PriorMean()
    {
        var law = LawSelection.Default;
        var (place, theta) = (new double[law.Parameters.Length], new double[law.Parameters.Length]);
        foreach (var prior in DefaultPriors.All)
        {
            if (law.IndexOf(prior.Parameter) is >= 0 and var j) place[j] = prior.Mean;
        }

        place[law.IndexOf("L0")] = FinalLoss;
        place[law.IndexOf("A")] = Math.Log(Progress);
        new Coordinates(law, new ReferenceScale(peak, targetSteps)).ToTheta(place, theta);
        return new CalibratedLaw(law, [.. theta], new FitOptions().Warmup);
    }

    // Rows of a branch before its branch point are the trunk's, and count there.
    TrainingRun Simulate(CalibratedLaw truth, PlannedRun run, ref int rows)
    {
        var path = new RatePath(run.Schedule);
        int[] steps = [.. Enumerable.Range(0, path.Steps).Where(t =>
            t >= Math.Max(run.BranchStep, path.WarmupSteps) && ((t + 1) % every == 0 || t == path.Steps - 1))];
        var loss = truth.Losses(path, steps);
        for (var i = 0; i < loss.Length; i++)
        {
            // Fractions of multiples of the golden ratio fill the unit interval evenly, whatever the number of rows.
            var u = (++rows * 0.6180339887498949) % 1;
            loss[i] *= Math.Exp(Noise * Normal.InvCDF(0, 1, Math.Clamp(u, 1e-6, 1 - 1e-6)));
        }

        return new TrainingRun(run.Name, run.Schedule, new LossCurve(steps, loss));
    }
}
