using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>
/// A random-feature student of N features, trained over T steps by the schedule that stationarity prescribes: what width and horizon
/// together leave of the loss.
/// </summary>
/// <remarks>
/// Features beyond the N-th cannot be learnt: their energy E_N = Σ_{k &gt; N} k^−a stays in the loss and acts as label noise beside σ².
/// Where compute is C = N T, balancing N^−(a−1) with T^−(a−1)/a (easy phase, a ≥ b) or T^−(a−1)/b (hard phase) gives, with p = max(a, b) = a
/// or b, N ∝ C^(1/(p+1)), T ∝ C^(p/(p+1)), L ∝ C^(−(a−1)/(p+1)). Source: after Bordelon and Mori 2026, arXiv:2602.04774; derived here.
/// </remarks>
/// <param name="A">a &gt; 1: target energies λ_k w*_k² = k^−a.</param>
/// <param name="B">b &gt; 1: eigenvalues λ_k = k^−b.</param>
/// <param name="Batch">m &gt; 0.</param>
/// <param name="NoiseVariance">σ² ≥ 0.</param>
/// <param name="LargestRate">η_max &gt; 0, in units of 1/λ₁.</param>
public sealed record WidthAndHorizon(double A, double B, double Batch, double NoiseVariance, double LargestRate)
{
    // Below it modes are counted one by one.
    const int ExactWidth = 64;

    /// <summary>The exponent of the best width in the compute: 1/(max(a, b) + 1).</summary>
    public double WidthExponent => 1 / (Math.Max(A, B) + 1);

    /// <summary>The exponent of the best horizon: 1 − that of the width.</summary>
    public double HorizonExponent => 1 - WidthExponent;

    /// <summary>The exponent of the loss: −(a − 1) times that of the width.</summary>
    public double LossExponent => -(A - 1) * WidthExponent;

    /// <summary>E_N = Σ_{k &gt; N} k^−a, to about twelve digits.</summary>
    public double Unlearned(int width)
    {
        Require.NotNegative(width);
        const int Joint = 20;
        var sum = 0.0;
        for (var k = width + 1; k <= Joint; k++) sum += Math.Pow(k, -A);
        // The midpoint rule's Euler–Maclaurin series from N + ½ on.
        var x = Math.Max(width, Joint) + .5;
        var first = -A * Math.Pow(x, -A - 1);
        var third = first * (A + 1) * (A + 2) / (x * x);
        var fifth = third * (A + 3) * (A + 4) / (x * x);
        return sum + (Math.Pow(x, 1 - A) / (A - 1)) + (first / 24) - (7 * third / 5760) + (31 * fifth / 967_680);
    }

    /// <summary>
    /// η_t = min(η_max, c [1 + c (T − t − ½)/b]^(2b − 1)): at a remaining clock R it is ∝ (1 + 2R)^(1 − 1/(2b)), the inverse square root of
    /// the noise's memory.
    /// </summary>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="end">c &gt; 0, about the last rate.</param>
    public double[] Rates(int steps, double end)
    {
        var rates = new double[Require.Positive(steps)];
        Require.PositiveRate(end);
        for (var t = 0; t < steps; t++) rates[t] = Math.Min(LargestRate, end * Math.Pow(1 + (end * (steps - t - .5) / B), (2 * B) - 1));
        return rates;
    }

    /// <summary>The least mean loss, E_N included, over the schedules of <see cref="Rates"/>.</summary>
    /// <param name="width">N ≥ 1.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="cancellation">Looked at before each schedule that is tried.</param>
    /// <returns>The loss and its c.</returns>
    public (double Loss, double End) Best(int width, int steps, CancellationToken cancellation = default)
    {
        Require.Positive(width);
        var rest = Unlearned(width);
        var spectrum = width <= ExactWidth ? PowerLawSpectrum.Exact(A, B, width) : PowerLawSpectrum.Quadrature(A, B, width);
        var mean = new RandomFeatureGradient(new(spectrum, Batch, NoiseVariance + rest), steps);
        // η_max is reached everywhere from c = η_max on; the least c is far below what T steps could need.
        var (end, loss) = RateSearch.Best(Mean, LargestRate * 1e-2 / Math.Sqrt(steps), LargestRate, 9, 2e-3);
        return (loss + rest, end);

        double Mean(double c)
        {
            cancellation.ThrowIfCancellationRequested();
            return mean.Loss(Rates(steps, c));
        }
    }
}
