using System.Collections.Immutable;
using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>One law tried on a set of runs.</summary>
/// <param name="Law">The law.</param>
/// <param name="Fit">Its fit to all runs.</param>
/// <param name="HeldOut">Its errors on runs left out.</param>
public sealed record LawTrial(LossLaw Law, Fit Fit, HeldOut HeldOut);

/// <summary>Chooses among laws by their error on what they were not fitted to, never by how well they fit.</summary>
public static class LawSelection
{
    // With two or three runs the smallest held-out error is mostly luck: choosing by it alone forecast worse on public runs
    // than keeping the default. Another law has to halve the default's error, and be better on every run.
    const double Margin = 0.5;

    /// <summary>The law that is fitted unless another is asked for or proves better; with priors always.</summary>
    public static LossLaw Default { get; } = new TwoExponentMultiPower();

    /// <summary>The laws that <c>auto</c> tries.</summary>
    public static ImmutableArray<LossLaw> Candidates { get; } =
    [
        Default, new TwoExponentMomentum(), new PathMultiPower(), new MultiPower(), new Momentum(), new FunctionalScaling(),
        new NoGamma(), new LinearReduction(), new OnePower(),
    ];

    /// <summary>The options a law is tried with: the two-exponent laws never without priors.</summary>
    public static FitOptions OptionsFor(LossLaw law, FitOptions options) =>
        law is AnnealingLaw { TwoExponents: true } && options.PriorUse == PriorUse.WhenUnidentified
            ? options with { PriorUse = PriorUse.Always }
            : options;

    /// <summary>Fits every candidate and holds runs out of each; the winner comes first, then by held-out error.</summary>
    /// <param name="runs">The runs' counted points.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="progress">Told the share of laws done.</param>
    /// <param name="cancellation">Stops between fits.</param>
    public static ImmutableArray<LawTrial> Select(
        IReadOnlyList<FitRun> runs,
        FitOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var trials = new List<LawTrial>();
        var points = runs.Sum(run => run.Points.Count);
        // A law needs as many points as it has parameters; the smallest says so if there are fewer still.
        LossLaw[] laws = [.. Candidates.Where(law => points >= law.Parameters.Length)];
        if (laws.Length == 0) laws = [Candidates[^1]];
        foreach (var law in laws)
        {
            trials.Add(Try(law, runs, options, cancellation));
            progress?.Report((double)trials.Count / laws.Length);
        }

        var best = trials[0];
        foreach (var trial in trials)
        {
            if (IsClearlyBetter(trial.HeldOut, trials[0].HeldOut) && trial.HeldOut.Rmse < best.HeldOut.Rmse) best = trial;
        }

        return [best, .. trials.Where(trial => trial != best).OrderBy(trial => trial.HeldOut.Rmse)];
    }

    static bool IsClearlyBetter(HeldOut other, HeldOut standard)
    {
        if (other.Runs.Length < 2 || other.Runs.Length != standard.Runs.Length) return false;
        for (var i = 0; i < other.Runs.Length; i++)
        {
            if (!(other.Runs[i].Rmse < standard.Runs[i].Rmse)) return false;
        }

        return other.Rmse < Margin * standard.Rmse;
    }

    /// <summary>Fits one law, holds runs out, and gives its fit the model error they show.</summary>
    public static LawTrial Try(LossLaw law, IReadOnlyList<FitRun> runs, FitOptions options, CancellationToken cancellation = default)
    {
        options = OptionsFor(law, options);
        var prepared = PreparedRun.All(law, LawFitter.Counted(law, runs), options, cancellation);
        var fit = LawFitter.Fit(law, prepared, options, null, cancellation);
        var heldOut = HeldOut.Of(fit, prepared, options, cancellation);
        var errors = heldOut.Runs.Select(run => run.ScaledError).ToArray();
        return new(law, fit with { ModelError = ModelErrors.Combine(errors) }, heldOut);
    }
}
