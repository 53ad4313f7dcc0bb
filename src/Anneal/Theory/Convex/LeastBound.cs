using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Theory;

/// <summary>The schedule whose <see cref="LastIterateBound"/> is least.</summary>
/// <param name="Rates">η₁ … η_T for D = 1, the base rate included; for another D they are multiplied by it.</param>
/// <param name="Value">Ω_T of these rates.</param>
/// <param name="Evaluations">How often the bound and its gradient were computed.</param>
/// <remarks>
/// Found over ln η by limited-memory BFGS from the tuned straight line, or from the refined decay where norms are given. For G = 1 it
/// is the straight line but for the last few steps, and its bound is D/√T times 2 at first order, as the line's (Schaipp et al. 2025,
/// arXiv:2501.18965, section 5; Defazio et al. 2023, arXiv:2310.07831).
/// </remarks>
public sealed record LeastBound(double[] Rates, double Value, int Evaluations)
{
    // No rate falls below this share of the highest one of the start, where the bound no longer feels it.
    const double Lowest = 1e-8;

    /// <summary>Minimises the bound.</summary>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="gradients">G_t, a place per step; empty for 1.</param>
    /// <param name="cancellation">Looked at once an iteration.</param>
    public static LeastBound Find(int steps, ReadOnlySpan<double> gradients = default, CancellationToken cancellation = default)
    {
        Require.Positive(steps);
        if (!gradients.IsEmpty) Require.SameLength(gradients.Length, steps, nameof(gradients), "the schedule");
        var norms = gradients.ToArray();
        var rates = norms.Length == 0 ? new Linear(1, 0, steps).ToArray() : RefinedDecay.Of(norms).Rates.ToArray();
        // The refined decay ends at 0, and rates of 0 have no logarithm.
        var floor = rates.Max() / steps / 2;
        for (var t = 0; t < steps; t++) rates[t] = Math.Max(rates[t], floor);
        var scale = LastIterateBound.Of(rates, norms).BaseRate;
        var logs = Array.ConvertAll(rates, rate => Math.Log(scale * rate));
        var (lower, upper) = (new double[steps], new double[steps]);
        Array.Fill(lower, logs.Max() + Math.Log(Lowest));
        Array.Fill(upper, double.PositiveInfinity);
        var (value, evaluations) = new BoxMinimizer { Tolerance = 1e-13 }.Minimize(Value, logs, lower, upper, cancellation);
        Exponentiate(logs);
        return new(rates, value, evaluations);

        double Value(ReadOnlySpan<double> x, Span<double> slopes)
        {
            Exponentiate(x);
            var bound = LastIterateBound.Differentiate(rates, norms, slopes);
            for (var t = 0; t < slopes.Length; t++) slopes[t] *= rates[t];
            return bound;
        }

        void Exponentiate(ReadOnlySpan<double> x)
        {
            for (var t = 0; t < x.Length; t++) rates[t] = Math.Exp(x[t]);
        }
    }
}
