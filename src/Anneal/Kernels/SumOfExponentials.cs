using Anneal.Numerics;
using MathNet.Numerics;

namespace Anneal.Kernels;

/// <summary>Nodes v and weights ω with y^−β ≈ Σ_j ω_j e^{−v_j y}, within a relative <see cref="Tolerance"/>, for all y between two bounds.</summary>
/// <remarks>
/// The trapezoidal rule with step h in ln v for y^−β = 1/Γ(β) ∫ v^{β−1} e^{−vy} dv. By Poisson's summation formula its relative
/// error is 2|Γ(β + 2πi/h)|/Γ(β), whatever y; the rule is cut above where the upper incomplete gamma function is small, and
/// what it would have below is lumped into one node of the same zeroth and first moment.
/// Source: after Beylkin and Monzón 2010 (doi:10.1016/j.acha.2009.08.011), who treat power functions so.
/// </remarks>
sealed class SumOfExponentials
{
    /// <summary>The largest relative error of the sum.</summary>
    public const double Tolerance = 1e-11;

    const int Lanes = 4;

    double[] rates = [], weights = [], slopes = [];
    double beta = double.NaN, shortest = double.NaN, longest = double.NaN;
    double step, cut, logGamma, psi;
    int count;

    /// <summary>v, padded to whole vectors.</summary>
    public ReadOnlySpan<double> Rates => rates.AsSpan(0, count);

    /// <summary>ω, padded with zeros.</summary>
    public ReadOnlySpan<double> Weights => weights.AsSpan(0, count);

    /// <summary>∂ ln ω/∂β.</summary>
    public ReadOnlySpan<double> Slopes => slopes.AsSpan(0, count);

    /// <summary>∂v/∂β of the lumped node, times its weight; the other nodes do not move with β.</summary>
    public double LumpShift { get; private set; }

    /// <summary>Makes the nodes for an exponent β &gt; 0 and arguments between two bounds; does nothing if they are those already.</summary>
    public void UsePower(double exponent, double from, double to)
    {
        if (exponent == beta && from == shortest && to == longest) return;
        if (exponent != beta) UseExponent(exponent);
        (shortest, longest) = (from, to);

        var top = cut / shortest;
        var (a0, a1, a2) = (Tail(beta), Tail(beta + 1), Tail(beta + 2));
        var lumpError = 0.5 * step * Math.Exp(-logGamma) * (a2 - (a1 * a1 / a0));
        var bottom = Math.Pow(Tolerance / 4 / lumpError, 1 / (2 + beta)) / longest;
        var kept = Math.Max(1, (int)Math.Ceiling(Math.Log(top / bottom) / step) + 1);
        Resize(kept + 1);
        for (var j = 0; j < kept; j++)
        {
            var log = Math.Log(top) - (j * step);
            rates[j] = Math.Exp(log);
            weights[j] = step * Math.Exp((beta * log) - logGamma);
            slopes[j] = log - psi;
        }

        // Below the last node lie those at e^−h, e^−2h, … of it.
        var last = Math.Log(rates[kept - 1]);
        var (r0, r1) = (Mean(beta), Mean(beta + 1));
        rates[kept] = Math.Exp(last) * a1 / a0;
        weights[kept] = step * a0 * Math.Exp((beta * last) - logGamma);
        slopes[kept] = last - r0 - psi;
        LumpShift = rates[kept] * (r0 - r1) * weights[kept];
        for (var j = kept + 1; j < count; j++) (rates[j], weights[j], slopes[j]) = (rates[kept], 0, 0);
    }

    /// <summary>The one node of e^{−C y}.</summary>
    public void UseExponential(double speed)
    {
        beta = double.NaN;
        LumpShift = 0;
        Resize(1);
        Array.Clear(weights);
        Array.Clear(slopes);
        Array.Fill(rates, speed);
        weights[0] = 1;
    }

    // The step, the cut above and the functions of β, which the range does not matter to.
    void UseExponent(double exponent)
    {
        beta = exponent;
        logGamma = SpecialFunctions.GammaLn(beta);
        psi = SpecialFunctions.DiGamma(beta);
        var target = Math.Log(Tolerance / 4);
        (step, var high) = (0.02, 2.0);
        for (var i = 0; i < 40; i++)
        {
            var middle = (step + high) / 2;
            if (GammaModulus.Log(beta, 2 * Math.PI / middle) - logGamma > target) high = middle;
            else step = middle;
        }

        // Q(β, z) ≤ 2 z^{β−1} e^{−z} / Γ(β) for z ≥ 2β.
        cut = Math.Max(1, 2 * beta);
        while (((beta - 1) * Math.Log(cut)) - cut - logGamma > target - Math.Log(2)) cut += 0.1;
    }

    // Σ_{i ≥ 1} e^{−p i h}.
    double Tail(double p) => 1 / (Math.Exp(p * step) - 1);

    // Σ i h e^{−p i h} / Σ e^{−p i h}.
    double Mean(double p) => step / (1 - Math.Exp(-p * step));

    void Resize(int nodes)
    {
        count = (nodes + Lanes - 1) / Lanes * Lanes;
        if (rates.Length >= count) return;
        (rates, weights, slopes) = (new double[2 * count], new double[2 * count], new double[2 * count]);
    }
}
