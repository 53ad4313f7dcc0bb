using MathNet.Numerics.RootFinding;

namespace Anneal.Theory;

/// <summary>The best schedule of the momentum law: the peak, then no rate at all for the last n steps.</summary>
/// <remarks>
/// L = L₀ + A (W + S)^−α − B Σ_k Δ_k (1 − λ^(T−k+1)) is convex in the drops Δ_k ≥ 0, Σ Δ ≤ η₀, and at one drop to zero the derivatives
/// ∂L/∂Δ_k = αA (W + S)^−(α+1) n_k − B (1 − λ^n_k), n_k = T − k + 1, have one valley in n_k: a drop sits at its bottom, and there
/// αA (W + S)^−(α+1) = B λ^n (−ln λ) with S = (T − n) η₀. Source: Luo et al. 2025, arXiv:2503.12811, theorem 2 (their C is B(1 − λ));
/// the multiplier of Σ Δ ≤ η₀, which their proof leaves out, changes nothing.
/// </remarks>
/// <param name="Steps">T.</param>
/// <param name="ZeroSteps">n, whole: the best number of steps without rate.</param>
/// <param name="Stationary">n of the equation, a real number.</param>
/// <param name="Loss">L − L₀ at the best whole n.</param>
public sealed record MomentumLawOptimum(int Steps, int ZeroSteps, double Stationary, double Loss)
{
    /// <summary>Solves the equation and looks at the whole numbers beside its root.</summary>
    /// <param name="law">A, α, B of the law and its λ in (0, 1).</param>
    /// <param name="steps">T ≥ 2.</param>
    /// <param name="peak">η₀ &gt; 0.</param>
    /// <param name="prior">W &gt; 0, the rate sum of the warm-up.</param>
    /// <exception cref="ArgumentException">No drop inside the run is best: the equation has no root in (0, T).</exception>
    public static MomentumLawOptimum Of((double A, double Alpha, double B, double Lambda) law, int steps, double peak, double prior)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        Require.PositiveRate(peak);
        Require.PositiveRate(prior);
        // Falls in n; the logarithm of what another step of rate is worth against what the step of rest is.
        double Balance(double n) => Math.Log(law.B * -Math.Log(law.Lambda)) + (n * Math.Log(law.Lambda))
            - Math.Log(law.Alpha * law.A) + ((law.Alpha + 1) * Math.Log(prior + ((steps - n) * peak)));
        if (!(Balance(0) > 0) || !(Balance(steps) < 0)) throw new ArgumentException("No drop inside the run is best.", nameof(law));
        var root = Brent.FindRoot(Balance, 0, steps, 1e-12, 200);
        var best = (int)Math.Floor(root);
        if (LossOf(law, steps, peak, prior, best + 1) < LossOf(law, steps, peak, prior, best)) best++;
        return new(steps, best, root, LossOf(law, steps, peak, prior, best));
    }

    /// <summary>L − L₀ with n last steps at rate 0.</summary>
    /// <param name="law">A, α, B and λ.</param>
    /// <param name="steps">T.</param>
    /// <param name="peak">η₀.</param>
    /// <param name="prior">W.</param>
    /// <param name="zeroSteps">n.</param>
    public static double LossOf((double A, double Alpha, double B, double Lambda) law, int steps, double peak, double prior, int zeroSteps) =>
        (law.A * Math.Pow(prior + ((steps - zeroSteps) * peak), -law.Alpha)) - (law.B * peak * (1 - Math.Pow(law.Lambda, zeroSteps)));

    /// <summary>∂L/∂Δ at the optimum, of a drop with n steps from it to the end; least at <see cref="ZeroSteps"/>.</summary>
    /// <param name="law">A, α, B and λ.</param>
    /// <param name="peak">η₀.</param>
    /// <param name="prior">W.</param>
    /// <param name="steps">n, 1 … T.</param>
    public double Derivative((double A, double Alpha, double B, double Lambda) law, double peak, double prior, int steps) =>
        (law.Alpha * law.A * Math.Pow(prior + ((Steps - ZeroSteps) * peak), -law.Alpha - 1) * steps) - (law.B * (1 - Math.Pow(law.Lambda, steps)));
}
