using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The multi-power law with a drop valued as infinitely many infinitesimal ones, so that one large drop and many small ones in quick succession agree.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ S_k(t))^−β] dy. Source: after Luo et al. 2025, arXiv:2503.12811, eq. (1), with every drop taken as infinitely many small ones.</remarks>
public sealed class PathMultiPower : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "path-multi-power",
        "path-consistent multi-power law",
        "L(t) = L₀ + A (W + S_t)^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ S_k(t))^−β] dy",
        "after Luo et al. 2025, arXiv:2503.12811, eq. (1), with every drop taken as infinitely many small ones");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C, Beta, Gamma];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;

    /// <inheritdoc/>
    public override bool PathConsistent => true;
}
