using System.Collections.Immutable;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>A law fitted to runs: θ̂, how well it is known, and what the runs covered.</summary>
public sealed record Fit
{
    /// <summary>The law with θ̂.</summary>
    public required CalibratedLaw Law { get; init; }

    /// <summary>The rate and length that make the fit's coordinates unit-free.</summary>
    public required ReferenceScale Reference { get; init; }

    /// <summary>The coordinates' covariance, p × p by rows; held parameters have none. Empty if unknown.</summary>
    public required ImmutableArray<double> Covariance { get; init; }

    /// <summary>A standard error per parameter, in the parameter's own unit; NaN where the runs do not determine it.</summary>
    public required ImmutableArray<double> StandardErrors { get; init; }

    /// <summary>Σ w ρ(log L − log measured), the prior not included.</summary>
    public required double Objective { get; init; }

    /// <summary>Iterations of the start that won.</summary>
    public required int Iterations { get; init; }

    /// <summary>Why the iteration ended.</summary>
    public required StopReason Stop { get; init; }

    /// <summary>What these runs cannot determine, and what would.</summary>
    public required ImmutableArray<Unidentified> Unidentified { get; init; }

    /// <summary>How the law fits each run.</summary>
    public required ImmutableArray<RunResiduals> Runs { get; init; }

    /// <summary>The rates and lengths the runs cover.</summary>
    public required SeenRange Seen { get; init; }

    /// <summary>The measurement noise of one logged loss, relative.</summary>
    public required double Noise { get; init; }

    /// <summary>The law's own error, relative; from held-out runs where there are any.</summary>
    public required ModelError ModelError { get; init; }

    /// <summary>The priors that were used; empty for none.</summary>
    public ImmutableArray<ParameterPrior> Priors { get; init; } = [];

    /// <summary>Parameters that were held, and not fitted.</summary>
    public ImmutableSortedDictionary<string, double> Held { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>δ of the objective.</summary>
    public double HuberDelta { get; init; } = 1e-3;

    /// <summary>What the fit did that a reader should know, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>A law whose values were given, not fitted: nothing is known of their errors, and no schedule is outside of what they cover.</summary>
    public static Fit Given(CalibratedLaw law) => new()
    {
        Law = law,
        Reference = new ReferenceScale(1, 1),
        Covariance = [],
        StandardErrors = [.. law.Theta.Select(_ => double.NaN)],
        Objective = double.NaN,
        Iterations = 0,
        Stop = StopReason.Converged,
        Unidentified = [],
        Runs = [],
        Seen = SeenRange.Everything,
        Noise = double.NaN,
        ModelError = new ModelError(double.NaN, 0),
    };

    /// <summary>The correlation of two coordinates; NaN if either is held.</summary>
    public double Correlation(int i, int j)
    {
        var p = StandardErrors.Length;
        return Covariance.IsEmpty ? double.NaN
            : Covariance[(i * p) + j] / Math.Sqrt(Covariance[(i * p) + i] * Covariance[(j * p) + j]);
    }
}

/// <summary>The unit in which a fit's coordinates are stated: a rate and a number of steps.</summary>
public readonly record struct ReferenceScale(double Rate, double Steps);

/// <summary>A parameter that the runs do not determine.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="Remedy">The run that would determine it, as a sentence.</param>
public sealed record Unidentified(string Parameter, string Reason, string Remedy);

/// <summary>How the law fits one run.</summary>
/// <param name="Name">The run.</param>
/// <param name="Points">How many points count.</param>
/// <param name="FirstStep">The first that counts.</param>
/// <param name="LastStep">The last.</param>
/// <param name="Rmse">Root mean square of L − measured, in the loss's unit.</param>
/// <param name="Bias">Mean of L − measured.</param>
/// <param name="Noise">The run's relative measurement noise.</param>
public sealed record RunResiduals(string Name, int Points, int FirstStep, int LastStep, double Rmse, double Bias, double Noise);

/// <summary>The law's own relative error on a run it has not seen, and how many runs said so.</summary>
/// <param name="Level">A standard deviation of log loss.</param>
/// <param name="HeldOutRuns">How many runs were held out to estimate it; 0 for the documented default.</param>
public readonly record struct ModelError(double Level, int HeldOutRuns);

/// <summary>What the fitted runs covered; a forecast outside is an extrapolation.</summary>
/// <param name="LowestRate">The lowest rate behind a counted point.</param>
/// <param name="LowestPeak">The lowest peak rate.</param>
/// <param name="HighestPeak">The highest peak rate.</param>
/// <param name="Steps">The largest counted step + 1.</param>
/// <param name="DeepestDrop">The deepest rate a run has dropped to, relative to its peak.</param>
/// <param name="HasRise">Whether a run rises again after its warm-up.</param>
public readonly record struct SeenRange(
    double LowestRate, double LowestPeak, double HighestPeak, int Steps, double DeepestDrop, bool HasRise)
{
    /// <summary>The most that the rates of one run sum to, in units of its peak: at most <see cref="Steps"/>, and as many for a constant rate.</summary>
    public double FullSteps { get; init; } = Steps;

    /// <summary>Whether a rate changes after its warm-up; if none does, nothing tells how the loss responds to a change.</summary>
    public bool HasChange => HasRise || DeepestDrop < 1 - 1e-6;

    /// <summary>What has been seen with other runs besides.</summary>
    public SeenRange With(in SeenRange other) => new(
        Math.Min(LowestRate, other.LowestRate), Math.Min(LowestPeak, other.LowestPeak), Math.Max(HighestPeak, other.HighestPeak),
        Math.Max(Steps, other.Steps), Math.Min(DeepestDrop, other.DeepestDrop), HasRise || other.HasRise)
    {
        FullSteps = Math.Max(FullSteps, other.FullSteps),
    };

    /// <summary>The range that nothing is outside of.</summary>
    public static SeenRange Everything { get; } = new(0, 0, double.MaxValue, int.MaxValue, 0, true);
}
