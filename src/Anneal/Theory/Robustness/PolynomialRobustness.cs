namespace Anneal.Theory;

/// <summary>What a base rate ρ times the best one costs a polynomial decay η (1 − t/T)^p, in closed form.</summary>
/// <remarks>
/// The last-iterate bound, started at the step where v = 1 − t/T is left, is A(v)/η + B(v) η with A = (p + 1) D²/(2 T v^{p+1}) and
/// B = G² (p + 1) v^p/(2p) for many steps, and any start will do on a domain of diameter D: too high a rate is waited out.
/// Attia and Koren 2025 (arXiv:2503.09411) state the exponent 1/(2p + 1); these constants follow from the bound.
/// </remarks>
public static class PolynomialRobustness
{
    /// <summary>√T Ω*/(DG) = (p + 1)/√p, least at p = 1.</summary>
    public static double Value(double exponent) => (Require.PositiveRate(exponent) + 1) / Math.Sqrt(exponent);

    /// <summary>√T η* G/D = √p.</summary>
    public static double BaseRate(double exponent) => Math.Sqrt(Require.PositiveRate(exponent));

    /// <summary>v: the share of the steps that count, min(1, ((p + 1)/(p ρ²))^{1/(2p + 1)}).</summary>
    /// <param name="exponent">p &gt; 0.</param>
    /// <param name="factor">ρ &gt; 0.</param>
    public static double Suffix(double exponent, double factor)
    {
        Require.PositiveRate(exponent);
        Require.PositiveRate(factor);
        return Math.Min(1, Math.Pow((exponent + 1) / (exponent * factor * factor), Slope(exponent)));
    }

    /// <summary>The bound over its least value: ½ (1/(ρ v^{p+1}) + ρ v^p); (ρ + 1/ρ)/2 while all steps count, so for any ρ below 1.</summary>
    /// <param name="exponent">p &gt; 0.</param>
    /// <param name="factor">ρ &gt; 0.</param>
    public static double Excess(double exponent, double factor)
    {
        var v = Suffix(exponent, factor);
        return ((1 / (factor * Math.Pow(v, exponent + 1))) + (factor * Math.Pow(v, exponent))) / 2;
    }

    /// <summary>1/(2p + 1): the exponent of the excess in ρ.</summary>
    /// <param name="exponent">p ≥ 0.</param>
    public static double Slope(double exponent) => 1 / ((2 * Require.Rate(exponent)) + 1);
}
