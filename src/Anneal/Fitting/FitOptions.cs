using System.Collections.Immutable;
using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>A Gaussian prior on one of a fit's coordinates (see <see cref="Coordinates"/>).</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Mean">On the coordinate's scale: ln b for B, ln κ for C, ln β, γ, p, q …</param>
/// <param name="Deviation">The standard deviation there.</param>
public sealed record ParameterPrior(string Parameter, double Mean, double Deviation);

/// <summary>How a law is fitted; change it with <c>with</c>.</summary>
public sealed record FitOptions
{
    /// <summary>δ of Huber's loss on log residuals; ∞ for least squares.</summary>
    public double HuberDelta { get; init; } = 1e-3;

    /// <summary>Whether the warm-up's rises enter the loss-reduction sum.</summary>
    public WarmupResponse Warmup { get; init; } = WarmupResponse.Included;

    /// <summary>Parameters held at a value, by name.</summary>
    public ImmutableSortedDictionary<string, double> Held { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>When priors are used.</summary>
    public PriorUse PriorUse { get; init; } = PriorUse.WhenUnidentified;

    /// <summary>Priors of the caller's own, in place of the documented ones (<see cref="DefaultPriors"/>); empty for those.</summary>
    public ImmutableArray<ParameterPrior> Priors { get; init; } = [];

    /// <summary>The priors that would be used for a law.</summary>
    public ImmutableArray<ParameterPrior> PriorsFor(LossLaw law) =>
        [.. (Priors.IsEmpty ? DefaultPriors.All : Priors).Where(prior => law.IndexOf(prior.Parameter) >= 0)];

    /// <summary>
    /// What one prior counts against the data: the objective gains Strength · δ² · Σ ((z − mean)/deviation)²/2.
    /// </summary>
    public double PriorStrength { get; init; } = 10;

    /// <summary>θ to start from, and from nowhere else; empty for the starts of the fit's own.</summary>
    public ImmutableArray<double> StartFrom { get; init; } = [];

    /// <summary>How many starting points are followed to the end.</summary>
    public int Starts { get; init; } = 6;

    /// <summary>The most iterations of one start.</summary>
    public int MaxIterations { get; init; } = 400;

    /// <summary>How many threads may work; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the iteration counts as converged; a fit to part of the runs, only scored, needs less than the fit itself.</summary>
    internal double Tolerance { get; init; } = 1e-9;

    internal ParallelOptions Parallel(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = Math.Max(1, Threads), CancellationToken = cancellation };
}

/// <summary>When a fit uses priors.</summary>
public enum PriorUse
{
    /// <summary>Only if the runs say nothing about a parameter that a forecast needs; the fit's notes say so.</summary>
    WhenUnidentified,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
