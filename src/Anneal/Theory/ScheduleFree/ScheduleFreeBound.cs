using System.Numerics.Tensors;

namespace Anneal.Theory;

/// <summary>What convex optimisation guarantees for schedule-free SGD with any schedule, averaged by the rate.</summary>
/// <remarks>
/// f(x_T) − f* ≤ (D² + G² Σ γ_t²)/(2 Σ γ_t) for x_T = Σ γ_t z_t / Σ γ_t over z₁ … z_T, each z_t counted with the rate of its own next
/// step, any β in [0, 1], D = ‖z₁ − x*‖, subgradients at most G long (in expectation, under noise). It holds at every T.
/// From online-to-batch conversion; Pun, Buchholz, Gower 2025 (arXiv:2511.07767) conclude O(1/√T) for warm-up–stable–decay.
/// </remarks>
public static class ScheduleFreeBound
{
    /// <summary>The bound of a schedule as it stands.</summary>
    /// <param name="rates">γ₁ … γ_T, at least one above 0.</param>
    /// <param name="distance">D.</param>
    /// <param name="lipschitz">G.</param>
    public static double Of(ReadOnlySpan<double> rates, double distance, double lipschitz) =>
        ((distance * distance) + (lipschitz * lipschitz * TensorPrimitives.SumOfSquares(rates))) / (2 * Sum(rates));

    /// <summary>√T times the bound with the best base rate, for D = G = 1: 1 for a constant rate, and no schedule has less.</summary>
    /// <param name="shape">h₁ … h_T.</param>
    public static double Factor(ReadOnlySpan<double> shape) =>
        Math.Sqrt(shape.Length * TensorPrimitives.SumOfSquares(shape)) / Sum(shape);

    /// <summary>The best base rate, for D = G = 1: 1/√(Σ h²).</summary>
    /// <param name="shape">h₁ … h_T.</param>
    public static double BaseRate(ReadOnlySpan<double> shape)
    {
        _ = Sum(shape);
        return 1 / Math.Sqrt(TensorPrimitives.SumOfSquares(shape));
    }

    /// <summary>
    /// <see cref="Factor"/> of a linear warm-up, a constant rate and a linear decay, in the limit of many steps:
    /// √(1 − 2(w + c)/3)/(1 − (w + c)/2).
    /// </summary>
    /// <param name="warmup">w, the share of the warm-up.</param>
    /// <param name="decay">c, the share of the decay; w + c ≤ 1.</param>
    public static double WarmupStableDecay(double warmup, double decay)
    {
        var ramps = Require.Rate(warmup) + Require.Rate(decay);
        if (ramps > 1) throw new ArgumentOutOfRangeException(nameof(decay), decay, "Warm-up and decay share the steps; together they are at most 1.");
        return Math.Sqrt(1 - (2 * ramps / 3)) / (1 - (ramps / 2));
    }

    static double Sum(ReadOnlySpan<double> rates) => TensorPrimitives.Sum(rates) is > 0 and var sum
        ? sum
        : throw new ArgumentException("At least one rate is above 0.", nameof(rates));
}
