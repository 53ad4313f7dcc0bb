using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The practical form of the functional scaling law at one model size; rises of the rate are ignored by its positive part.</summary>
/// <remarks>L(t) = L₀ + c1 T_t^−s − c2 Σ_k (η_{k−1} − η_k)₊ (c3 + T_k^−s) [1 − (1 + c4 (T_t − T_k))^−β],  T_t = W + Σ η. Source: Li et al. 2025, arXiv:2509.19189, appendix B.2 as read by later work.</remarks>
public sealed class FunctionalScaling : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "fsl",
        "functional scaling law, fixed model size",
        "L(t) = L₀ + c1 T_t^−s − c2 Σ_k (η_{k−1} − η_k)₊ (c3 + T_k^−s) [1 − (1 + c4 (T_t − T_k))^−β],  T_t = W + Σ η",
        "Li et al. 2025, arXiv:2509.19189, appendix B.2 as read by later work")
    {
        Caution = "It ignores rises of the rate; a re-warmed run is outside of it.",
        HoldsForRisingRates = false,
    };

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        L0,
        new("c1", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("s", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("c2", "scale of the loss reduction", 1e-10, 1e10, ParameterScale.Log) { IsLinear = true },
        new("c3", "weight of a change that does not depend on when it comes", 1e-8, 1e8, ParameterScale.Log),
        new("c4", "speed of the response", 1e-12, 1e12, ParameterScale.Log),
        Beta,
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSumAfter;

    /// <inheritdoc/>
    public override bool DropsOnly => true;

    /// <inheritdoc/>
    public override bool SourceWeighted => true;
}
