using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The two-exponent multi-power law with a drop valued at the rate it ends on, for comparison with the path-consistent one.</summary>
/// <remarks>L(t) = L₀ + A R^−α − B Σ_k (η_{k−1}^q − η_k^q) [1 − (1 + C η_k^−γ R_k)^−β],  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p. Source: this project; the multi-power law as written with the clock Σ η^p and annealing acting on η^q.</remarks>
public sealed class LiteralTwoExponent : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "literal-two-exponent",
        "two-exponent multi-power law as events",
        "L(t) = L₀ + A R^−α − B Σ_k (η_{k−1}^q − η_k^q) [1 − (1 + C η_k^−γ R_k)^−β],  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p",
        "this project; the multi-power law as written with the clock Σ η^p and annealing acting on η^q");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C, Beta, Gamma, P, Q];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;

    /// <inheritdoc/>
    public override bool TwoExponents => true;
}
