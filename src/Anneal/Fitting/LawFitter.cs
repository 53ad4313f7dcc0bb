using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>Fits a law to runs by robust least squares on log losses, from several starts to the best of their ends.</summary>
/// <remarks>
/// Objective: Σ w ρ_δ(log L(θ) − log y) with Huber's ρ (Luo et al. 2025, arXiv:2503.12811, section 4, δ = 10⁻³), and the prior if one is used.
/// Deterministic: the same runs and options give the same bytes on any number of threads.
/// </remarks>
public static class LawFitter
{
    /// <summary>Fits <paramref name="law"/>.</summary>
    /// <param name="law">The law.</param>
    /// <param name="runs">The runs' counted points, at least three points in all.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share of starts that have ended.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="InputException">There are fewer points than the law has parameters.</exception>
    public static Fit Fit(
        LossLaw law,
        IReadOnlyList<FitRun> runs,
        FitOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        runs = Counted(law, runs);
        return Fit(law, PreparedRun.All(law, runs, options, cancellation), options, progress, cancellation);
    }

    internal static Fit Fit(
        LossLaw law, PreparedRun[] prepared, FitOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var runs = Array.ConvertAll(prepared, run => run.Run);
        var free = law.Parameters.Length - options.Held.Keys.Count(name => law.IndexOf(name) >= 0);
        var points = runs.Sum(run => run.Points.Count);
        if (points < free)
        {
            throw new InputException(
                $"The {law.Card.Title} has {free} free parameters but the runs have {points} points that count; "
                + "add runs, or log more often.");
        }

        var notes = ImmutableArray.CreateBuilder<string>();
        var seen = SeenRanges.Of(runs);
        var chosen = options with { Priors = options.PriorUse == PriorUse.Always ? options.PriorsFor(law) : [] };
        var minimization = new Minimization(law, prepared, chosen);
        var minimum = minimization.Run(progress, cancellation);
        var spread = Uncertainty.Of(law, minimization, minimum, chosen);
        if (options.PriorUse == PriorUse.WhenUnidentified && LacksEvidence(law, spread, seen, options) is { } reason)
        {
            chosen = options with { Priors = options.PriorsFor(law) };
            minimization = new Minimization(law, prepared, chosen);
            minimum = minimization.Run(progress, cancellation);
            spread = Uncertainty.Of(law, minimization, minimum, chosen);
            notes.Add(reason);
        }

        var theta = new double[law.Parameters.Length];
        minimization.Coordinates.ToTheta(minimum.Point, theta);
        var residuals = Residuals(minimization, minimum, runs);
        return new Fit
        {
            Law = new CalibratedLaw(law, [.. theta], chosen.Warmup),
            Reference = minimization.Reference,
            Covariance = [.. spread.Covariance],
            StandardErrors = [.. spread.StandardErrors],
            Objective = minimum.Objective - spread.PriorPart,
            Iterations = minimum.Iterations,
            Stop = minimum.Stop,
            Unidentified = Identifiability.Find(law, spread, seen, runs, chosen.Held.ContainsKey),
            Runs = residuals,
            Seen = seen,
            Noise = MeanNoise(residuals),
            ModelError = new ModelError(ModelErrors.Default, 0),
            Priors = chosen.Priors,
            Held = chosen.Held,
            HuberDelta = chosen.HuberDelta,
            Notes = notes.ToImmutable(),
        };
    }

    // A run of a few rows shows no noise of its own.
    static double MeanNoise(ImmutableArray<RunResiduals> runs)
    {
        var (squares, count) = (0.0, 0);
        foreach (var run in runs)
        {
            if (double.IsNaN(run.Noise)) continue;
            squares += run.Noise * run.Noise;
            count++;
        }

        return count > 0 ? Math.Sqrt(squares / count) : 0;
    }

    // The data law knows final losses only.
    internal static IReadOnlyList<FitRun> Counted(LossLaw law, IReadOnlyList<FitRun> runs)
    {
        runs = [.. runs.Where(run => run.Points.Count > 0)];
        if (runs.Count == 0) throw new InputException("No run has a point that counts: all of them end within their warm-up.");
        return law is not DataLaw ? runs
            : [.. runs.Select(run => run with { Points = run.Points.Between(run.Points.Steps[^1], run.Points.Steps[^1]) })];
    }

    static string? LacksEvidence(LossLaw law, Uncertainty spread, in SeenRange seen, FitOptions options)
    {
        foreach (var name in (string[])["B", "p", "q"])
        {
            var j = law.IndexOf(name);
            if (j < 0 || options.Held.ContainsKey(name)) continue;
            var isSilent = !seen.HasChange && Identifiability.IsOfChanges(name);
            if (!isSilent && spread.DataSpreads[j] < 0.8 * Identifiability.WideSpread(law.Parameters[j])) continue;
            return name == "B"
                ? "The runs hold no drop of the rate to learn annealing from, so the documented priors were used."
                : $"The runs do not determine {name}, so the documented priors were used.";
        }

        return null;
    }

    static ImmutableArray<RunResiduals> Residuals(Minimization minimization, RobustMinimum minimum, FitRun[] runs)
    {
        var found = ImmutableArray.CreateBuilder<RunResiduals>(runs.Length);
        var logErrors = new double[minimization.Count];
        minimization.Linearize(minimum.Point, logErrors, default);
        var at = 0;
        foreach (var run in runs)
        {
            var count = run.Points.Count;
            var (squares, bias) = (0.0, 0.0);
            for (var i = 0; i < count; i++, at++)
            {
                var error = run.Points.Loss[i] * (Math.Exp(logErrors[at]) - 1);
                squares += error * error / count;
                bias += error / count;
            }

            found.Add(new(run.Run.Name, count, run.Points.Steps[0], run.Points.Steps[^1],
                Math.Sqrt(squares), bias, NoiseLevel.Of(run.Points)));
        }

        return found.MoveToImmutable();
    }
}
