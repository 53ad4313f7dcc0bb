using System.Collections.Immutable;

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
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true },
        new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true },
        new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log),
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
        new("C", "speed of the response", 1e-12, 1e12, ParameterScale.Log),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Exponential;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;
}
