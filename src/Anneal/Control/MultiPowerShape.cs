namespace Anneal.Control;

/// <summary>
/// The parameters of L = L₀ + A (W + S)^−α − B Σ_k d(η^q) G(C η^−γ R_k) with G(x) = 1 − (1 + x)^−β and the clock S = Σ η^p,
/// whatever member of the multi-power family they come from.
/// </summary>
readonly record struct MultiPowerShape(
    double L0, double A, double Alpha, double B, double C, double Beta, double Gamma, double P = 1, double Q = 1)
{
    /// <summary>The integrand of ∂Φ/∂R = ∫ βC y^−γ (1 + C y^−γ R)^−(1+β) q y^(q−1) dy, where Φ(η, R) = ∫₀^η G(C y^−γ R) q y^(q−1) dy.</summary>
    public double Growth(double y, double clock)
    {
        var c = C * Math.Pow(y, -Gamma);
        return Beta * c * Math.Pow(1 + (c * clock), -1 - Beta) * Q * Math.Pow(y, Q - 1);
    }

    /// <summary>
    /// Whether the pointwise condition (q/p) βC η^(p+q−γ) (1 + C η^−γ R)^−(1+β) = λ has one root, which rises with R.
    /// </summary>
    public bool HasUniqueOptimum =>
        A > 0 && Alpha > 0 && B > 0 && C > 0 && Beta > 0 && P > 0 && Q > 0 && P + Q > Gamma && P + Q + (Beta * Gamma) > 0;
}
