using System.Collections.Immutable;

namespace Anneal.Laws;

/// <summary>The path-consistent multi-power law with a clock Σ η^p and annealing that acts on η^q: the form that carries over to other peak rates.</summary>
/// <remarks>L(t) = L₀ + A R^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ R_k)^−β] q y^{q−1} dy,  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p. Source: this project; the path-consistent multi-power law with the clock Σ η^p and annealing acting on η^q.</remarks>
public sealed class TwoExponentMultiPower : AnnealingLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "two-exponent-multi-power",
        "two-exponent multi-power law",
        "L(t) = L₀ + A R^−α − B Σ_k ∫_{η_k}^{η_{k−1}} [1 − (1 + C y^−γ R_k)^−β] q y^{q−1} dy,  R = Σ η^p, R_k = Σ_{τ ≥ k} η_τ^p",
        "this project; the path-consistent multi-power law with the clock Σ η^p and annealing acting on η^q");

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
        new("p", "exponent of the clock", 0.1, 2, ParameterScale.Linear),
        new("q", "exponent of the rate on which annealing acts", 0.1, 2, ParameterScale.Linear),
    ];

    /// <inheritdoc/>
    public override AnnealingKernel Kernel => AnnealingKernel.Power;

    /// <inheritdoc/>
    public override ResponseClock Clock => ResponseClock.RateSum;

    /// <inheritdoc/>
    public override bool PathConsistent => true;

    /// <inheritdoc/>
    public override bool TwoExponents => true;
}
