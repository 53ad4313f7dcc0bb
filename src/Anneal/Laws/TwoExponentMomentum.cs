using System.Collections.Immutable;

namespace Anneal.Laws;

/// <summary>The momentum law with a clock Σ η^p and annealing that acts on η^q: the form that carries over to other peak rates.</summary>
/// <remarks>L(t) = L₀ + A (Σ η^p)^−α − B Σ_k (η_{k−1}^q − η_k^q) (1 − λ^{t−k+1}). Source: this project; the momentum law with the clock Σ η^p and annealing acting on η^q.</remarks>
public sealed class TwoExponentMomentum : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "two-exponent-momentum",
        "two-exponent momentum law",
        "L(t) = L₀ + A (Σ η^p)^−α − B Σ_k (η_{k−1}^q − η_k^q) (1 − λ^{t−k+1})",
        "this project; the momentum law with the clock Σ η^p and annealing acting on η^q");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true },
        new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
        new("lambda", "what is left of the response per step", 1e-6, 0.9999999, ParameterScale.LogComplement),
        new("p", "exponent of the clock", 0.1, 2, ParameterScale.Linear),
        new("q", "exponent of the rate on which annealing acts", 0.1, 2, ParameterScale.Linear),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.StepsIncluded;

    /// <inheritdoc/>
    public override bool TwoExponents => true;
}
