using Anneal.Numerics;

namespace Anneal.Control;

/// <summary>
/// The decay that the condition (q/p) βC η^(p+q−γ) (1 + C η^−γ R)^−(1+β) = λ prescribes, seen backwards from the end of the run, in
/// closed form with u = ln η as the variable.
/// </summary>
/// <remarks>
/// Solved for the remaining clock R, the condition reads R(u) = e^(γu) (e^(b (u − e)) − 1) / C with b = (p+q−γ)/(1+β) and e the log
/// rate at R = 0, where λ = (q/p) βC e^((p+q−γ) e). A step at rate η takes η^p from R, so the steps between two log rates are
/// τ = ∫ e^(−pu) dR = [a e^(−be) ∫ e^((a−p)u) du − γ ∫ e^((γ−p)u) du] / C with a = b + γ: no quadrature and no root per node.
/// R rises with u from e on, because dR/du = e^(γu) (a e^(b (u − e)) − γ) / C and a − γ = b &gt; 0, a &gt; 0.
/// </remarks>
readonly struct SmoothDecay
{
    readonly MultiPowerShape law;
    readonly double end, b;

    /// <summary>The decay that would end at log rate <paramref name="end"/>.</summary>
    public SmoothDecay(in MultiPowerShape law, double end)
    {
        this.law = law;
        this.end = end;
        b = (law.P + law.Q - law.Gamma) / (1 + law.Beta);
    }

    /// <summary>λ, the worth of one more step.</summary>
    public double Multiplier => law.Q / law.P * law.Beta * law.C * Math.Exp((law.P + law.Q - law.Gamma) * end);

    /// <summary>R, the clock that remains where the log rate is <paramref name="u"/> ≥ <c>end</c>.</summary>
    public double Clock(double u) => Math.Exp(law.Gamma * u) * ExpMinusOne.Of(b * (u - end)) / law.C;

    /// <summary>The steps between two log rates, both at least <c>end</c>.</summary>
    public double StepsBetween(double low, double high)
    {
        var a = b + law.Gamma;
        var rise = a * Math.Exp(-b * end) * ExponentialIntegral(a - law.P, low, high);
        return (rise - (law.Gamma * ExponentialIntegral(law.Gamma - law.P, low, high))) / law.C;
    }

    /// <summary>The log rate <paramref name="steps"/> before the one at log rate <paramref name="low"/>.</summary>
    /// <param name="low">Where the steps are counted from, backwards.</param>
    /// <param name="steps">How many, at least 0.</param>
    /// <param name="guess">A log rate near the answer, at least <paramref name="low"/>.</param>
    /// <param name="high">A bound on the answer.</param>
    public double Before(double low, double steps, double guess, double high)
    {
        // Newton's method on the rising τ(u), kept inside a bracket that every value tightens; its last step squares an error of 1e-9.
        var (below, above, u) = (low, high, guess);
        for (var i = 0; i < 100; i++)
        {
            var excess = StepsBetween(low, u) - steps;
            if (excess > 0) above = u;
            else below = u;
            var next = u - (excess / Pace(u));
            if (Math.Abs(next - u) <= 1e-9) return Math.Clamp(next, low, high);
            u = next > below && next < above ? next : (below + above) / 2;
        }

        return u;
    }

    // dτ/du.
    double Pace(double u) =>
        (((b + law.Gamma) * Math.Exp(((b + law.Gamma - law.P) * u) - (b * end))) - (law.Gamma * Math.Exp((law.Gamma - law.P) * u))) / law.C;

    // ∫ e^(rate u) du; the mean value where the difference of the two ends would cancel.
    static double ExponentialIntegral(double rate, double low, double high) => Math.Abs(rate * (high - low)) < 1e-5
        ? Math.Exp(rate * (low + high) / 2) * (high - low)
        : (Math.Exp(rate * high) - Math.Exp(rate * low)) / rate;
}
