using System.Collections.Immutable;

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
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true },
        new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
        new("lambda", "what is left of the response per step", 1e-6, 0.9999999, ParameterScale.LogComplement),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.StepsIncluded;
}
