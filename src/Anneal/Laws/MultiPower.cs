using System.Collections.Immutable;

namespace Anneal.Laws;

/// <summary>The multi-power law as written: a drop is valued at the rate it ends on.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − (1 + C η_k^−γ S_k(t))^−β],  S_k(t) = Σ_{τ=k}^{t} η_τ. Source: Luo et al. 2025, arXiv:2503.12811, eq. (1).</remarks>
public sealed class MultiPower : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "multi-power",
        "multi-power law",
        "L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − (1 + C η_k^−γ S_k(t))^−β],  S_k(t) = Σ_{τ=k}^{t} η_τ",
        "Luo et al. 2025, arXiv:2503.12811, eq. (1)");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true },
        new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
        new("C", "speed of the response", 1e-12, 1e12, ParameterScale.Log),
        new("beta", "exponent of the response", 0.01, 20, ParameterScale.Log),
        new("gamma", "how much faster the response is at lower rates", -0.5, 2, ParameterScale.Linear),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
