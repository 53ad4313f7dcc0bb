using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>An exponential response in steps: Σ_i Σ_{k ≤ i} Δ_k λ^{i−k} = Σ_k Δ_k (1 − λ^{t−k+1}) / (1 − λ).</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) (1 − λ^{t−k+1}). Source: Tissue, Wang and Wang 2024, arXiv:2408.11029; their S₂ has the coefficient B (1 − λ).</remarks>
public sealed class Momentum : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "momentum",
        "momentum law",
        "L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) (1 − λ^{t−k+1})",
        "Tissue, Wang and Wang 2024, arXiv:2408.11029; their S₂ has the coefficient B (1 − λ)");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, Lambda];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.StepsIncluded;
}
