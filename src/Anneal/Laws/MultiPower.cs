using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

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
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C, Beta, Gamma];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
