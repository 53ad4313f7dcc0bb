using System.Collections.Immutable;
using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>The linear decay refined by the gradient norms of a run: warm-up where they fall, a faster end where they rise.</summary>
/// <remarks>
/// For any weights w_t &gt; 0 the rates η_t = w_t Σ_{p&gt;t} w_p / Σ_p w_p give f(x_T) − f* ≤ (D² + Σ w_t² G_t²)/(2 Σ w_t), which is least for
/// w_t ∝ G_t⁻²; equal norms give the straight line and DG/√T. For Adam the norms are ℓ₁ and w_t ∝ G_t⁻¹ is used. The norms are smoothed by
/// a running median of a tenth of the run. Source: Defazio, Cutkosky, Mehta, Mishchenko 2023, arXiv:2310.07831, theorem 3 and algorithm 1.
/// </remarks>
public sealed class RefinedDecay
{
    RefinedDecay(ImmutableArray<double> norms, ImmutableArray<double> rates, double guarantee) =>
        (Norms, Rates, Guarantee) = (norms, rates, guarantee);

    /// <summary>G_t as it was used: smoothed, if it was.</summary>
    public ImmutableArray<double> Norms { get; }

    /// <summary>w_t Σ_{p&gt;t} w_p / (Σ_p w_p · max w): (T − 1 − t)/T for equal norms; the last is 0.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>(D² + Σ w² G²)/(2 Σ w) at the best size of w, for D = 1.</summary>
    public double Guarantee { get; }

    /// <summary>Steps until the rate is highest.</summary>
    public int WarmupSteps => Rates.AsSpan().IndexOf(Rates.Max());

    /// <summary>The schedule of norms as they are.</summary>
    /// <param name="norms">G_t, finite and above 0, at least two of them.</param>
    /// <param name="power">2 for SGD and ℓ₂ norms, 1 for Adam and ℓ₁ norms.</param>
    /// <exception cref="ArgumentException">A norm is not positive, or there are fewer than two.</exception>
    public static RefinedDecay Of(ReadOnlySpan<double> norms, double power = 2)
    {
        if (norms.Length < 2) throw new ArgumentException("A decay needs the norms of at least two steps.", nameof(norms));
        Require.PositiveRate(power);
        var least = double.PositiveInfinity;
        foreach (var norm in norms)
        {
            if (!(norm > 0) || !double.IsFinite(norm)) throw new ArgumentException($"A gradient norm is {norm}; norms are finite and above 0.", nameof(norms));
            least = Math.Min(least, norm);
        }

        var weights = new double[norms.Length];
        var (sum, squares) = (0.0, 0.0);
        for (var t = 0; t < weights.Length; t++)
        {
            weights[t] = Math.Pow(least / norms[t], power);
            sum += weights[t];
            squares += weights[t] * weights[t] * norms[t] * norms[t];
        }

        var later = 0.0;
        for (var t = weights.Length - 1; t >= 0; t--)
        {
            var weight = weights[t];
            weights[t] = weight * later / sum;
            later += weight;
        }

        return new([.. norms], [.. weights], Math.Sqrt(squares) / sum);
    }

    /// <summary>The schedule of norms as a run logged them: smoothed first.</summary>
    /// <param name="norms">G_t, finite and above 0, at least two of them.</param>
    /// <param name="power">2 for SGD and ℓ₂ norms, 1 for Adam and ℓ₁ norms.</param>
    public static RefinedDecay OfMeasured(ReadOnlySpan<double> norms, double power = 2) => Of(Smoothed(norms), power);

    /// <summary>The running median over 2⌊n/20⌋ + 1 places: the first norm repeated before the run, the run mirrored after its end.</summary>
    public static double[] Smoothed(ReadOnlySpan<double> norms)
    {
        var smooth = new double[norms.Length];
        RunningMedian.Of(norms, norms.Length / 10 / 2, smooth);
        return smooth;
    }

    /// <summary>The decay (1 − u)^p, u from 0 at the highest rate to 1 at the end, that lies nearest in least squares.</summary>
    /// <returns>p, from 0.05 to 20.</returns>
    public double PolynomialExponent()
    {
        var (from, highest) = (WarmupSteps, Rates.Max());
        return RateSearch.Best(Distance, 0.05, 20, tolerance: 1e-6).Rate;

        double Distance(double exponent)
        {
            var sum = 0.0;
            for (var t = from; t < Rates.Length; t++)
            {
                var off = (Rates[t] / highest) - Math.Pow(1 - ((double)(t - from) / (Rates.Length - 1 - from)), exponent);
                sum += off * off;
            }

            return sum;
        }
    }
}
