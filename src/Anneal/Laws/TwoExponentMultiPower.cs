using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The path-consistent multi-power law with a clock Σ η^p and annealing that acts on η^q: the form that carries over to other peak rates.</summary>
/// <remarks>L(t) = L₀ + A R^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ R_k)^−β] q y^{q−1} dy,  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p. Source: this project; the path-consistent multi-power law with the clock Σ η^p and annealing acting on η^q.</remarks>
public sealed class TwoExponentMultiPower : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "two-exponent-multi-power",
        "two-exponent multi-power law",
        "L(t) = L₀ + A R^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ R_k)^−β] q y^{q−1} dy,  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p",
        "this project; the path-consistent multi-power law with the clock Σ η^p and annealing acting on η^q");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C, Beta, Gamma, P, Q];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;

    /// <inheritdoc/>
    public override bool PathConsistent => true;

    /// <inheritdoc/>
    public override bool TwoExponents => true;
}
