using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Warmups;

/// <summary>
/// f(x) = e^{q} − 1, q = ½ Σ x_k²/k, k = 1 … 32: convex, f* = 0, and since ∇²f = (1 + f)(A + Ax xᵀA), λ₁ = 1 and ‖Ax‖² ≤ 2q ≤ 2f,
/// its curvature at a gap Δ is at most (1 + Δ)(1 + 2Δ) = 1 + 3Δ + 2Δ².
/// </summary>
/// <param name="Steps">T.</param>
/// <param name="Start">Δ₀; x₀ has equal coordinates.</param>
/// <param name="Noise">σ: the gradient's noise has length σ√(1 + f), shared by the directions.</param>
/// <param name="Seed">Where its streams start: the i-th run has the same noise in every arm.</param>
sealed record SteepBowl(int Steps, double Start, double Noise, Seed Seed)
{
    /// <summary>Directions.</summary>
    public const int Dimension = 32;

    const double Diverged = 40;

    /// <summary>Looked at every thousand steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>K₀ = 1, K₁ = 3, K₂ = 2.</summary>
    public static GapWarmup Curvature { get; } = new(1, 3, 2);

    /// <summary>The loss after T updates; e⁴⁰ if it diverged.</summary>
    /// <param name="replica">Which run.</param>
    /// <param name="rate">η of a step and the gap before it.</param>
    /// <param name="isNormalised">Whether the step is η g/‖g‖; else η g.</param>
    /// <param name="used">Told every rate; null for nobody.</param>
    public double Run(int replica, Func<int, double, double> rate, bool isNormalised, Action<double>? used = null)
    {
        var random = new RandomNumbers(Seed["gradients"][replica]);
        Span<double> x = stackalloc double[Dimension];
        Span<double> g = stackalloc double[Dimension];
        x.Fill(1);
        x.Fill(Math.Sqrt(Math.Log(1 + Start) / Exponent(x)));
        var q = Exponent(x);
        for (var t = 0; t < Steps && q < Diverged; t++)
        {
            if ((t & 1023) == 0) Cancellation.ThrowIfCancellationRequested();
            var factor = Math.Exp(q);
            var (eta, spread, length) = (rate(t, factor - 1), Noise * Math.Sqrt(factor / Dimension), 0.0);
            used?.Invoke(eta);
            for (var k = 0; k < Dimension; k++)
            {
                g[k] = (factor * x[k] / (k + 1)) + (spread * random.NextNormal());
                length += g[k] * g[k];
            }

            if (isNormalised) eta /= Math.Sqrt(length);
            for (var k = 0; k < Dimension; k++) x[k] -= eta * g[k];
            q = Exponent(x);
        }

        // e^q − 1, which rounding would make 0 where no noise keeps q up.
        return q < Diverged ? 2 * Math.Exp(q / 2) * Math.Sinh(q / 2) : Math.Exp(Diverged);
    }

    /// <summary>q.</summary>
    public static double Exponent(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += x[k] * x[k] / (2 * (k + 1));
        return sum;
    }
}
