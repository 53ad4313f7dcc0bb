using System.Collections.Immutable;
using Anneal.Fitting;
using Anneal.Numerics;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Control;

/// <summary>A run that could be trained next.</summary>
/// <param name="Why">What it would show.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="HalfWidth">The half-width, relative to the loss, that the target's interval is then expected to have.</param>
public sealed record AdvisedRun(string Why, Schedule Schedule, double HalfWidth);

/// <summary>Which short run would most shrink the interval of a forecast.</summary>
/// <remarks>
/// Expected information on the fitted law, linearised: with J = ∂ log L/∂z at blocks of the candidate's rows and N their covariance
/// (noise, and the law's own error along one run, <see cref="ErrorPlace"/>), the coordinates' covariance becomes
/// Σ′ = Σ − ΣJᵀ(JΣJᵀ + N)⁻¹JΣ whatever the losses turn out to be (Chaloner and Verdinelli 1995, c-optimality), and the target's
/// variance gᵀΣ′g + m². Rates and lengths that the candidate adds to those seen make the target less of an extrapolation, which is
/// counted in m.
/// </remarks>
public sealed class RunAdvice
{
    const int Blocks = 12, RowsPerRun = 200;

    readonly Fit fit;
    readonly RatePath target;
    readonly double[] gradient;
    readonly double quantile;

    /// <summary>Prepares for a target.</summary>
    /// <param name="fit">The fit, with a covariance.</param>
    /// <param name="target">The schedule whose final loss is to be known.</param>
    /// <param name="level">The interval's level, in 0 … 1.</param>
    /// <exception cref="InputException">The fit has no covariance.</exception>
    public RunAdvice(Fit fit, RatePath target, double level = 0.9)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(target);
        if (fit.Covariance.IsEmpty) throw new InputException("A law of given parameters has no covariance, so that no run can be said to narrow it; fit it to runs.");
        (this.fit, this.target) = (fit, target);
        (_, var logLoss, gradient) = LogLosses.Of(fit, target, [target.Steps - 1]);
        if (!double.IsFinite(logLoss[0]) || !Array.TrueForAll(gradient, double.IsFinite))
            throw new InputException("The law gives this schedule no finite loss, as where all rates are 0; give another target.");
        quantile = StudentT.InvCDF(0, 1, Forecaster.Freedom, (1 + level) / 2);
        Now = HalfWidth(fit.Covariance.AsSpan(), fit.Seen);
    }

    /// <summary>The relative half-width of the target's interval as it is.</summary>
    public double Now { get; }

    /// <summary>The relative half-width that is expected once a run has been added.</summary>
    /// <param name="run">Its schedule.</param>
    public double After(RatePath run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var p = fit.Law.Theta.Length;
        var from = Math.Max(run.WarmupSteps, run.Steps / 25);
        int[] steps = [.. Enumerable.Range(1, Blocks).Select(b => from + (int)((long)(run.Steps - 1 - from) * b / Blocks)).Distinct()];
        var rows = LogLosses.Of(fit, run, steps).Rows;
        var places = ErrorPlace.Along(fit, run, steps);
        var n = steps.Length;
        var (crossed, total) = (new double[n * p], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < p; j++)
            {
                for (var k = 0; k < p; k++) crossed[(i * p) + j] += rows[(i * p) + k] * fit.Covariance[(k * p) + j];
            }
        }

        var noise = fit.Noise * fit.Noise * n / RowsPerRun;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = places[i].Covariance(places[j]) + (i == j ? noise + 1e-14 : 0);
                for (var k = 0; k < p; k++) sum += crossed[(i * p) + k] * rows[(j * p) + k];
                total[(i * n) + j] = sum;
            }
        }

        var inverse = new double[n * n];
        if (!Cholesky.Invert(total, inverse)) return Now;
        var after = fit.Covariance.AsSpan().ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var a = 0; a < p; a++)
                {
                    for (var b = 0; b < p; b++) after[(a * p) + b] -= crossed[(i * p) + a] * inverse[(i * n) + j] * crossed[(j * p) + b];
                }
            }
        }

        return HalfWidth(after, fit.Seen.With(new CoveredSoFar(run).Through(run.Steps - 1)));
    }

    /// <summary>The runs that are worth considering within a budget, the most telling first.</summary>
    /// <param name="budget">Updates to spend at most.</param>
    /// <param name="warmup">Steps of linear warm-up.</param>
    /// <param name="progress">Told the share that has been weighed.</param>
    /// <param name="cancellation">Stops between candidates.</param>
    /// <exception cref="InfeasibleException">The budget leaves nothing after the warm-up.</exception>
    public ImmutableArray<AdvisedRun> Within(
        int budget, int warmup, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (budget < warmup + 100)
            throw new InfeasibleException(Text.Of($"A budget of {budget} steps leaves fewer than 100 after a warm-up of {warmup}; nothing could be learnt."));
        var candidates = Candidates(budget, warmup).ToArray();
        var found = new List<AdvisedRun>();
        foreach (var (why, schedule) in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Add(new(why, schedule, After(new RatePath(schedule))));
            progress?.Report((double)found.Count / candidates.Length);
        }

        return [.. found.OrderBy(run => run.HalfWidth).ThenBy(run => run.Schedule.Steps)];
    }

    IEnumerable<(string Why, Schedule Schedule)> Candidates(int budget, int warmup)
    {
        double[] peaks = [.. new[] { target.Peak, fit.Seen.HighestPeak, fit.Seen.LowestPeak }.Where(peak => peak > 0).Distinct()];
        foreach (var peak in peaks)
        {
            foreach (var steps in (int[])[budget, budget / 2])
            {
                var left = steps - warmup;
                if (left < 100) continue;
                Schedule Begin(int held) => warmup > 0 ? new Warmup(peak, warmup).Then(new Constant(peak, held)) : new Constant(peak, held);
                yield return ("progress at a constant rate", Begin(left));
                yield return ("a whole cosine", warmup > 0 ? new Warmup(peak, warmup).Then(new Cosine(peak, RunPlan.Rounded(0.1 * peak), left)) : new Cosine(peak, RunPlan.Rounded(0.1 * peak), left));
                foreach (var (share, name) in ((double, string)[])[(0.2, "a short decay"), (0.4, "a long decay")])
                {
                    var decay = (int)(share * steps);
                    yield return (name, Begin(left - decay).Then(new Linear(peak, RunPlan.Rounded(0.1 * peak), decay)));
                }

                foreach (var (drop, name) in ((double, string)[])[(0.3, "how fast a small drop unfolds"), (0.1, "how fast a large drop unfolds")])
                    yield return (name, Begin(left / 2).Then(new Constant(RunPlan.Rounded(drop * peak), left - (left / 2))));
            }
        }
    }

    double HalfWidth(ReadOnlySpan<double> covariance, in SeenRange seen)
    {
        var (parameters, p) = (0.0, gradient.Length);
        for (var a = 0; a < p; a++)
        {
            for (var b = 0; b < p; b++) parameters += gradient[a] * covariance[(a * p) + b] * gradient[b];
        }

        var law = fit.ModelError.Level * ModelErrors.Stretch(seen, new CoveredSoFar(target).Through(target.Steps - 1), null);
        return quantile * Math.Sqrt(Math.Max(parameters, 0) + (law * law) + (fit.Noise * fit.Noise));
    }
}
