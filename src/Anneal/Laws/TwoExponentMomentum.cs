using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

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
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, Lambda, P, Q];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.StepsIncluded;

    /// <inheritdoc/>
    public override bool TwoExponents => true;
}
