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
    /// <summary>How much better than the default another law's held-out error must be to be preferred.</summary>
    const double Margin = 0.7;

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
        foreach (var law in Candidates)
        {
            trials.Add(Try(law, runs, options, cancellation));
            progress?.Report((double)trials.Count / Candidates.Length);
        }

        var best = trials[0];
        foreach (var trial in trials)
        {
            if (trial.HeldOut.Rmse < Margin * trials[0].HeldOut.Rmse && trial.HeldOut.Rmse < best.HeldOut.Rmse) best = trial;
        }

        return [best, .. trials.Where(trial => trial != best).OrderBy(trial => trial.HeldOut.Rmse)];
    }

    /// <summary>Fits one law, holds runs out, and gives its fit the model error they show.</summary>
    public static LawTrial Try(LossLaw law, IReadOnlyList<FitRun> runs, FitOptions options, CancellationToken cancellation = default)
    {
        options = OptionsFor(law, options);
        var fit = LawFitter.Fit(law, runs, options, null, cancellation);
        var heldOut = HeldOut.Of(law, runs, options, cancellation);
        var errors = heldOut.Runs.Select(run => run.RelativeError).ToArray();
        return new(law, fit with { ModelError = ModelErrors.Combine(errors) }, heldOut);
    }
}
