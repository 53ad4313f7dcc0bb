namespace Anneal.Theory;

/// <summary>
/// Descent along the minimiser of a linear function over a norm ball (Muon: UVᵀ of the momentum) when it is computed inexactly:
/// D̂ with ‖D̂ − D‖ ≤ δ.
/// </summary>
/// <remarks>
/// Source: the abstract of "Inexact Muon" 2025, arXiv:2510.19933: lower precision of the oracle calls for a smaller step and a larger momentum
/// parameter. The bounds below are this project's, from L-smoothness in the norm and its dual. α is the weight of the new gradient,
/// m ← (1 − α) m + α g; whether the source's parameter is this α or 1 − α is not known here, and decides whether the usual β₁ = 1 − α falls or rises.
/// </remarks>
/// <param name="Gap">Δ₀ = f(x₀) − f*.</param>
/// <param name="Smoothness">L.</param>
/// <param name="Steps">T.</param>
public readonly record struct InexactOracle(double Gap, double Smoothness, int Steps)
{
    /// <summary>min_t ‖∇f(x_t)‖_* without noise: Δ₀/(η(1 − δ)T) + Lη(1 + δ)²/(2(1 − δ)).</summary>
    /// <param name="rate">η.</param>
    /// <param name="error">δ, 0 … 1, 1 excluded.</param>
    public double Bound(double rate, double error) =>
        (Gap / (rate * (1 - error) * Steps)) + (Smoothness * rate * (1 + error) * (1 + error) / (2 * (1 - error)));

    /// <summary>The η at which <see cref="Bound"/> is least: √(2Δ₀/(LT))/(1 + δ).</summary>
    public double BestRate(double error) => Math.Sqrt(2 * Gap / (Smoothness * Steps)) / (1 + error);

    /// <summary>By how much δ raises the least bound: (1 + δ)/(1 − δ).</summary>
    public static double BoundFactor(double error) => (1 + error) / (1 - error);

    /// <summary>With noise, up to constants: Δ₀/(ηT) + σ√α + Lη(1 + δ)/α.</summary>
    /// <param name="rate">η.</param>
    /// <param name="weight">α, above 0, at most 1.</param>
    /// <param name="noise">σ: the noise of a gradient.</param>
    /// <param name="error">δ.</param>
    public double NoisyBound(double rate, double weight, double noise, double error) =>
        (Gap / (rate * Steps)) + (noise * Math.Sqrt(weight)) + (Smoothness * rate * (1 + error) / weight);

    /// <summary>
    /// Where <see cref="NoisyBound"/> is least: α = 2√(Δ₀L(1 + δ)/T)/σ, at most 1, and η = √(Δ₀α/(LT(1 + δ))); below the cap α grows like
    /// (1 + δ)^½ and η falls like (1 + δ)^−¼.
    /// </summary>
    public (double Rate, double Weight) NoisyOptimum(double noise, double error)
    {
        var weight = Math.Min(1, 2 * Math.Sqrt(Gap * Smoothness * (1 + error) / Steps) / noise);
        return (Math.Sqrt(Gap * weight / (Smoothness * Steps * (1 + error))), weight);
    }
}
