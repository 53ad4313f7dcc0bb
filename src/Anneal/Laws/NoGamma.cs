using System.Collections.Immutable;

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
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true },
        new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
        new("C", "speed of the response", 1e-12, 1e12, ParameterScale.Log),
        new("beta", "exponent of the response", 0.01, 20, ParameterScale.Log),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
