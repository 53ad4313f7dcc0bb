using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>An exponential response in rate sum.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − e^{−C S_k(t)}]. Source: Luo et al. 2025, arXiv:2503.12811, section 5.</remarks>
public sealed class MultiExponential : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "multi-exponential",
        "multi-exponential law",
        "L(t) = L₀ + A (W + S_t)^−α − B Σ_k (η_{k−1} − η_k) [1 − e^{−C S_k(t)}]",
        "Luo et al. 2025, arXiv:2503.12811, section 5");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha, B, C];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
