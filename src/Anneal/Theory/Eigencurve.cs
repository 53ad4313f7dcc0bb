using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>The schedule that a Hessian's spectrum asks for: 1/t decay whose slope doubles from one range of eigenvalues to the next.</summary>
/// <remarks>
/// Ranges [μ 2^i, μ 2^{i+1}) with s_i eigenvalues each get Δ_i ∝ √s_i of the T steps, and
/// η_t = 1/(L + μ Σ_{j&lt;i} Δ_j 2^j + μ 2^i (t − t_i)) in the i-th, μ and L the least and the greatest eigenvalue.
/// Source: Pan, Ye, Zhang 2022, "Eigencurve" (arXiv:2110.14109), for noise of covariance at most σ²H.
/// </remarks>
public static class Eigencurve
{
    // Eigenvalues at a boundary up to rounding belong to the range above it.
    const double Slack = 1e-12;

    /// <summary>How many of the ranges hold an eigenvalue: the fewest steps that the schedule can have.</summary>
    /// <param name="eigenvalues">λ, above 0, in any order.</param>
    /// <param name="counts">How many eigenvalues each stands for, at least 0; empty for 1.</param>
    /// <exception cref="ArgumentException">There is no eigenvalue, or one is not above 0.</exception>
    public static int Ranges(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts)
    {
        var filled = 0;
        foreach (var root in Roots(eigenvalues, counts))
        {
            if (root > 0) filled++;
        }

        return filled;
    }

    /// <summary>How many steps each range gets, from the least eigenvalues: a floor of its share of what is left once every range that is
    /// not empty has one, then one more each from the front until all are given out.</summary>
    /// <param name="eigenvalues">λ, above 0, in any order.</param>
    /// <param name="counts">How many eigenvalues each stands for, at least 0; empty for 1.</param>
    /// <param name="steps">T, at least the number of ranges that are not empty.</param>
    /// <exception cref="ArgumentException">There is no eigenvalue, one is not above 0, or there are fewer steps than ranges.</exception>
    public static int[] Intervals(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts, int steps)
    {
        var roots = Roots(eigenvalues, counts);
        var (total, filled) = (0.0, 0);
        foreach (var root in roots)
        {
            total += root;
            if (root > 0) filled++;
        }

        if (steps < filled) throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The spectrum spans {filled} ranges; each needs a step.");
        var intervals = new int[roots.Length];
        var left = steps;
        for (var i = 0; i < roots.Length; i++)
        {
            intervals[i] = roots[i] > 0 ? (int)Math.Floor((steps - filled) * (roots[i] / total)) + 1 : 0;
            left -= intervals[i];
        }

        for (var i = 0; left > 0; i = (i + 1) % roots.Length)
        {
            if (roots[i] <= 0) continue;
            intervals[i]++;
            left--;
        }

        return intervals;
    }

    /// <summary>The schedule; η₀ = 1/L.</summary>
    /// <param name="eigenvalues">λ, above 0, in any order.</param>
    /// <param name="counts">How many eigenvalues each stands for, at least 0; empty for 1.</param>
    /// <param name="steps">T, at least the number of ranges that are not empty.</param>
    /// <returns>T rates.</returns>
    /// <exception cref="ArgumentException">There is no eigenvalue, one is not above 0, or there are fewer steps than ranges.</exception>
    public static double[] Rates(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts, int steps)
    {
        var intervals = Intervals(eigenvalues, counts, steps);
        var (least, inverse) = Extremes(eigenvalues, counts);
        var rates = new double[steps];
        var t = 0;
        for (var i = 0; i < intervals.Length; i++)
        {
            var slope = Math.ScaleB(least, i);
            for (var s = 0; s < intervals[i]; s++) rates[t++] = 1 / (inverse + (slope * s));
            inverse += slope * intervals[i];
        }

        return rates;
    }

    /// <summary>
    /// The limit of narrow ranges for a spectrum of density ∝ λ^−α on [L/κ, L]: η_t = η₀/(1 + (T/κ) f(t/T)) with
    /// f(u) = (α − 1)/(α − 3) · (1 − w^{(α − 3)/(α − 1)})/(1 − q), w = 1 − (1 − q) u, q = κ^{(1 − α)/2}; its limits at α = 1 and α = 3.
    /// </summary>
    /// <param name="exponent">α.</param>
    /// <param name="condition">κ &gt; 1.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <returns>T rates, η₀ = 1.</returns>
    public static double[] PowerLawRates(double exponent, double condition, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(condition, 1);
        var rates = new double[Require.Positive(steps)];
        // f is an integral of κ^… over the share of the steps so far: exp(−2 ln w/(α − 1)), or κ^u at α = 1.
        var (less, log) = (1 - exponent, Math.Log(condition));
        var gap = -ExpMinusOne.Of(less * log / 2);
        for (var t = 0; t < steps; t++)
        {
            var u = (double)t / steps;
            double f;
            if (Math.Abs(less * log) < 1e-6)
            {
                f = ExpMinusOne.Of(u * log) / log;
            }
            else
            {
                var left = Math.Log(1 - (gap * u));
                var power = (exponent - 3) / (exponent - 1);
                f = (power == 0 ? -left : -ExpMinusOne.Of(power * left) / power) / gap;
            }

            rates[t] = 1 / (1 + (steps / condition * f));
        }

        return rates;
    }

    /// <summary>Elastic step decay: halved whenever the share of steps that is left has shrunk by a factor r, η_t = 2^{−⌊ln(1 − t/T)/ln(1/r)⌋}.</summary>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="ratio">r &gt; 1: 2 suits a spectrum of power −2, smaller ones steeper.</param>
    /// <returns>T rates, η₀ = 1.</returns>
    public static double[] ElasticSteps(int steps, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ratio, 1);
        var rates = new double[Require.Positive(steps)];
        for (var t = 0; t < steps; t++)
            rates[t] = Math.ScaleB(1, -(int)Math.Floor((Math.Log(1 - ((double)t / steps)) / -Math.Log(ratio)) + Slack));
        return rates;
    }

    /// <summary>A power of the cosine: η_t = [(1 + cos(π t/T))/2]^p.</summary>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="power">p &gt; 0: below 1 holds the rate longer.</param>
    /// <returns>T rates, η₀ = 1.</returns>
    public static double[] CosinePower(int steps, double power)
    {
        Require.PositiveRate(power);
        var rates = new double[Require.Positive(steps)];
        for (var t = 0; t < steps; t++) rates[t] = Math.Pow((1 + double.CosPi((double)t / steps)) / 2, power);
        return rates;
    }

    // √s_i of every range.
    static double[] Roots(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts)
    {
        var (least, greatest) = Extremes(eigenvalues, counts);
        var roots = new double[RangeOf(greatest, least) + 1];
        for (var k = 0; k < eigenvalues.Length; k++)
        {
            var count = counts.IsEmpty ? 1 : counts[k];
            if (count > 0) roots[RangeOf(eigenvalues[k], least)] += count;
        }

        foreach (ref var root in roots.AsSpan()) root = Math.Sqrt(root);
        return roots;
    }

    // A difference of logarithms, since the quotient may overflow.
    static int RangeOf(double eigenvalue, double least) => (int)Math.Floor(Math.Log2(eigenvalue) - Math.Log2(least) + Slack);

    static (double Least, double Greatest) Extremes(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts)
    {
        if (!counts.IsEmpty) Require.SameLength(counts.Length, eigenvalues.Length, nameof(counts), "the spectrum");
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        for (var k = 0; k < eigenvalues.Length; k++)
        {
            if (!counts.IsEmpty && Require.Rate(counts[k], nameof(counts)) == 0) continue;
            least = Math.Min(least, Require.PositiveRate(eigenvalues[k], nameof(eigenvalues)));
            greatest = Math.Max(greatest, eigenvalues[k]);
        }

        return greatest > 0 ? (least, greatest) : throw new ArgumentException("A spectrum holds at least one eigenvalue.", nameof(eigenvalues));
    }
}
