using Anneal.Numerics;

namespace Anneal.Control;

/// <summary>
/// The parameters of L = L₀ + A (W + S)^−α − B Σ_k d(η^q) G(C η^−γ R_k) with G(x) = 1 − (1 + x)^−β and the clock S = Σ η^p,
/// whatever member of the multi-power family they come from.
/// </summary>
readonly record struct MultiPowerShape(
    double L0, double A, double Alpha, double B, double C, double Beta, double Gamma, double P = 1, double Q = 1)
{
    /// <summary>
    /// Whether the pointwise condition (q/p) βC η^(p+q−γ) (1 + C η^−γ R)^−(1+β) = λ has one root, which rises with R.
    /// </summary>
    public bool HasUniqueOptimum =>
        A > 0 && Alpha > 0 && B > 0 && C > 0 && Beta > 0 && P > 0 && Q > 0 && P + Q > Gamma && P + Q + (Beta * Gamma) > 0;

    /// <summary>The worth of a fall through the rate y: G(C y^−γ R) q y^(q−1), per unit of y.</summary>
    public double Worth(double y, double clock) =>
        (1 - Math.Pow(1 + (C * Math.Pow(y, -Gamma) * clock), -Beta)) * Density(y);

    /// <summary>How fast that grows with the clock since: βC y^−γ (1 + C y^−γ R)^−(1+β) q y^(q−1).</summary>
    public double Growth(double y, double clock)
    {
        var c = C * Math.Pow(y, -Gamma);
        return Beta * c * Math.Pow(1 + (c * clock), -1 - Beta) * Density(y);
    }

    /// <summary>A density integrated over the rates from <paramref name="after"/> up to <paramref name="before"/>; a rise counts negatively.</summary>
    public static double Integrate(Func<double, double> density, double before, double after)
    {
        const int Panels = 24;
        var (high, low, sum) = (Math.Max(before, after), Math.Min(before, after), 0.0);
        if (high < 1.05 * low)
        {
            // Two nodes are exact to 1e-8 here; a warm-up is thousands of such changes.
            var (middle, reach) = ((before + after) / 2, (before - after) / 2 / Math.Sqrt(3));
            return (before - after) / 2 * (density(middle - reach) + density(middle + reach));
        }

        for (var panel = 1; high > low; panel++)
        {
            // An e-fold at a time: the densities are smooth in ln y, and integrable at 0.
            var next = panel == Panels ? low : Math.Max(low, high / Math.E);
            sum += next > 0
                ? GaussLegendre.Integrate(u => density(Math.Exp(u)) * Math.Exp(u), Math.Log(next), Math.Log(high))
                : GaussLegendre.Integrate(density, next, high);
            high = next;
        }

        return before > after ? sum : -sum;
    }

    // d(y^q)/dy.
    double Density(double y) => Q == 1 ? 1 : Q * Math.Pow(y, Q - 1);
}
