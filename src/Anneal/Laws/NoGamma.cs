using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The multi-power law with γ = 0: the response does not depend on the rate.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − (1 + C S_k(t))^−β]. Source: Luo et al. 2025, arXiv:2503.12811, section 5.</remarks>
public sealed class NoGamma : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "no-gamma",
        "no-γ law",
        "L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − (1 + C S_k(t))^−β]",
        "Luo et al. 2025, arXiv:2503.12811, section 5");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C, Beta];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
