namespace Anneal.Theory;

/// <summary>What convex optimisation guarantees for the last iterate of SGD with rates γη₁, …, γη_T.</summary>
/// <remarks>
/// f(x_T) − f* ≤ D²/(2γS) + γ [Σ η_t² G_t² / (2S) + ½ Σ_{k&lt;T} (η_k/α_k)(Γ_k/β_k)], S = Σ η, α_k = Σ_{t&gt;k} η_t, β_k = Σ_{t≥k} η_t,
/// Γ_k = Σ_{t≥k} η_t² G_t²: Schaipp, Hägele, Taylor, Simsekli, Bach 2025 (arXiv:2501.18965), theorem 1; in O(T) by sums from the end.
/// It is about twice the worst case for a linear decay, and ranks schedules as training does.
/// </remarks>
/// <param name="Value">The bound at the best γ, for D = G = 1.</param>
/// <param name="BaseRate">The best γ, for D = G = 1.</param>
public readonly record struct LastIterateBound(double Value, double BaseRate)
{
    /// <summary>The bound of a schedule, its base rate tuned.</summary>
    /// <param name="rates">η₁ … η_T, at least 0, the last above 0.</param>
    /// <param name="gradients">G_t, a place per rate; empty for 1.</param>
    /// <exception cref="ArgumentException">There is no rate, or the last one is 0, so that there is no bound.</exception>
    public static LastIterateBound Of(ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients = default)
    {
        if (rates.IsEmpty || !(rates[^1] > 0)) throw new ArgumentException("The last rate must be above 0; drop the zeros at the end.", nameof(rates));
        if (!gradients.IsEmpty) Require.SameLength(gradients.Length, rates.Length, nameof(gradients), "the rates");
        var (later, squares, late) = (0.0, 0.0, 0.0);
        for (var k = rates.Length - 1; k >= 0; k--)
        {
            var g = gradients.IsEmpty ? 1 : gradients[k];
            squares += rates[k] * rates[k] * g * g;
            if (k < rates.Length - 1) late += rates[k] / later * (squares / (later + rates[k]));
            later += rates[k];
        }

        var distance = 1 / (2 * later);
        var noise = (squares / (2 * later)) + (late / 2);
        return new(2 * Math.Sqrt(distance * noise), Math.Sqrt(distance / noise));
    }
}
