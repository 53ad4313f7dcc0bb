using Anneal.Schedules;

namespace Anneal.Theory;

/// <summary>What convex optimisation guarantees for the last iterate of SGD with rates γη₁, …, γη_T.</summary>
/// <remarks>
/// f(x_T) − f* ≤ D²/(2γS) + γ [Σ η_t² G_t² / (2S) + ½ Σ_{k&lt;T} (η_k/α_k)(Γ_k/β_k)], S = Σ η, α_k = Σ_{t&gt;k} η_t, β_k = Σ_{t≥k} η_t,
/// Γ_k = Σ_{t≥k} η_t² G_t²: Schaipp, Hägele, Taylor, Simsekli, Bach 2025 (arXiv:2501.18965), theorem 1 (Defazio et al. 2023,
/// arXiv:2310.07831, theorem 10). Since η_k/(α_k β_k) = 1/α_k − 1/β_k and β_{k+1} = α_k, summation by parts leaves
/// Ω_T = D²/(2γS) + (γ/2) [η_T G_T² + Σ_{k&lt;T} η_k² G_k²/α_k]: one pass, all terms positive.
/// x_T is the iterate at which the last gradient is taken, so that a last rate of 0 bounds nothing; drop it.
/// The bound is about twice the worst case for a linear decay, and ranks schedules as training does.
/// </remarks>
/// <param name="Distance">1/(2S): what D²/γ is multiplied with.</param>
/// <param name="Noise">What γ is multiplied with; it has the gradients' norms in it.</param>
public readonly record struct LastIterateBound(double Distance, double Noise)
{
    /// <summary>The bound at the best γ, for D = 1; it is proportional to D.</summary>
    public double Value => 2 * Math.Sqrt(Distance * Noise);

    /// <summary>The best γ, for D = 1; it is proportional to D.</summary>
    public double BaseRate => Math.Sqrt(Distance / Noise);

    /// <summary>The bound at a base rate.</summary>
    /// <param name="baseRate">γ, above 0.</param>
    /// <param name="distance">D = ‖x₁ − x*‖.</param>
    public double At(double baseRate, double distance = 1) => (distance * distance * Distance / baseRate) + (baseRate * Noise);

    /// <summary>The bound of a schedule, without the zeros at its end; G = 1.</summary>
    /// <exception cref="ArgumentException">All its rates are 0.</exception>
    public static LastIterateBound Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var rates = schedule.ToArray().AsSpan();
        while (rates.Length > 1 && rates[^1] <= 0) rates = rates[..^1];
        return Of(rates);
    }

    /// <summary>The bound of rates written out, in O(T).</summary>
    /// <param name="rates">η₁ … η_T, at least 0, the last above 0.</param>
    /// <param name="gradients">G_t, a place per rate; empty for 1.</param>
    /// <exception cref="ArgumentException">There is no rate, or the last one is 0, so that there is no bound.</exception>
    public static LastIterateBound Of(ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients = default)
    {
        Check(rates, gradients);
        var sums = default(Backwards);
        for (var k = rates.Length - 1; k >= 0; k--) sums.Add(rates[k], Squared(gradients, k));
        return sums.Bound;
    }

    /// <summary>The bounds of all ends of a schedule, its steps added from the last one back.</summary>
    internal struct Backwards
    {
        double later, noise;

        /// <summary>The bound of the steps added so far; there is at least one of rate above 0.</summary>
        public readonly LastIterateBound Bound => new(1 / (2 * later), noise / 2);

        /// <summary>Adds the step before those added.</summary>
        /// <param name="rate">η_k; above 0 for the first one added.</param>
        /// <param name="squared">G_k².</param>
        public void Add(double rate, double squared)
        {
            var step = rate * squared;
            noise += later > 0 ? step * rate / later : step;
            later += rate;
        }
    }

    /// <summary>The bound at γ = D = 1 and its derivative in every rate, in O(T).</summary>
    /// <param name="rates">η₁ … η_T, at least 0, the last above 0.</param>
    /// <param name="gradients">G_t, a place per rate; empty for 1.</param>
    /// <param name="slopes">∂Ω/∂η_t, a place per rate.</param>
    /// <returns>Ω.</returns>
    /// <exception cref="ArgumentException">There is no rate, the last one is 0, or lengths differ.</exception>
    public static double Differentiate(ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients, Span<double> slopes)
    {
        Check(rates, gradients);
        Require.SameLength(slopes.Length, rates.Length, nameof(slopes), "the rates");
        var last = rates.Length - 1;
        var (later, noise) = (rates[last], rates[last] * Squared(gradients, last));
        for (var k = last - 1; k >= 0; k--)
        {
            slopes[k] = later;
            noise += rates[k] * rates[k] * Squared(gradients, k) / later;
            later += rates[k];
        }

        // A rate is in the α of every step before it.
        var (common, before) = (-1 / (2 * later * later), 0.0);
        for (var k = 0; k < last; k++)
        {
            var (alpha, step) = (slopes[k], rates[k] * Squared(gradients, k));
            slopes[k] = common + (step / alpha) - (before / 2);
            before += step * rates[k] / (alpha * alpha);
        }

        slopes[last] = common + ((Squared(gradients, last) - before) / 2);
        return (1 / (2 * later)) + (noise / 2);
    }

    static void Check(ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients)
    {
        if (rates.IsEmpty || !(rates[^1] > 0)) throw new ArgumentException("The last rate must be above 0; drop the zeros at the end.", nameof(rates));
        if (!gradients.IsEmpty) Require.SameLength(gradients.Length, rates.Length, nameof(gradients), "the rates");
    }

    static double Squared(ReadOnlySpan<double> gradients, int k) => gradients.IsEmpty ? 1 : gradients[k] * gradients[k];
}
