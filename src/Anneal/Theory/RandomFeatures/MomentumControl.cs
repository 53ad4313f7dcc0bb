using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>The heavy-ball schedule at which the mean loss at the end of a run is least.</summary>
/// <param name="Rates">η_t, the rate of the velocity.</param>
/// <param name="Momentum">μ_t, what the velocity keeps.</param>
/// <param name="Loss">E[L] after the last update.</param>
/// <param name="Evaluations">How often the loss and its gradient were computed.</param>
public sealed record HeavyBallOptimum(double[] Rates, double[] Momentum, double Loss, int Evaluations);

/// <summary>Optimal control of momentum: v ← μ_t v + g, x ← x − η_t v, both schedules free.</summary>
public static class MomentumControl
{
    const double LeastRate = 1e-6;

    /// <summary>
    /// Minimises ln E[L_T] over ln η_t ∈ [ln 10⁻⁶, ln η_max] and ln(1 − μ_t) ∈ [ln slowest, 0] by projected L-BFGS on the adjoint
    /// gradient. The problem is not convex; a warm start from a shorter horizon keeps the family of solutions.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="highest">η_max in units of 1/λ₁, above 10⁻⁶.</param>
    /// <param name="slowest">The least 1 − μ, in (0, 1].</param>
    /// <param name="start">The optimum of another horizon, stretched to this one; null for η = 0.1 and μ = 0.7 throughout.</param>
    /// <param name="maxEvaluations">The most evaluations of loss and gradient.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static HeavyBallOptimum HeavyBall(
        RandomFeatureModel model, int steps, double highest = 1, double slowest = 1e-3, HeavyBallOptimum? start = null,
        int maxEvaluations = 500, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, LeastRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slowest, 1);
        var dynamics = new MomentumDynamics(model, steps);
        var (zeros, rates, momentum) = (new double[steps], new double[steps], new double[steps]);
        var (ignored, byRate, byMomentum) = (new double[steps], new double[steps], new double[steps]);
        var (z, lower, upper) = (new double[2 * steps], new double[2 * steps], new double[2 * steps]);
        lower.AsSpan(0, steps).Fill(Math.Log(LeastRate));
        upper.AsSpan(0, steps).Fill(Math.Log(highest));
        lower.AsSpan(steps).Fill(Math.Log(slowest));
        for (var t = 0; t < steps; t++)
        {
            z[t] = Math.Log(start is null ? 0.1 : Stretched(start.Rates, t, steps));
            z[steps + t] = Math.Log(start is null ? 0.3 : 1 - Stretched(start.Momentum, t, steps));
        }

        // In hundreds of ln L a unit step of the search is neither timid nor wild.
        const double Scale = 100;
        var search = new BoxMinimizer { MaxEvaluations = maxEvaluations, Tolerance = 1e-8 };
        var (value, evaluations) = search.Minimize(Objective, z, lower, upper, cancellation);
        Unfold(z);
        return new(rates, momentum, Math.Exp(value / Scale), evaluations);

        double Objective(ReadOnlySpan<double> at, Span<double> gradient)
        {
            Unfold(at);
            var loss = dynamics.Gradient(zeros, rates, momentum, ignored, byRate, byMomentum, cancellation);
            for (var t = 0; t < steps; t++)
            {
                gradient[t] = Scale * byRate[t] * rates[t] / loss;
                gradient[steps + t] = -Scale * byMomentum[t] * (1 - momentum[t]) / loss;
            }

            // A number that no search takes for progress, and from which it can still find back.
            return double.IsFinite(loss) ? Scale * Math.Log(loss) : 1e5;
        }

        void Unfold(ReadOnlySpan<double> at)
        {
            for (var t = 0; t < steps; t++) (rates[t], momentum[t]) = (Math.Exp(at[t]), 1 - Math.Exp(at[steps + t]));
        }
    }

    // The value at the same share of the run, between the middles of steps.
    static double Stretched(double[] values, int step, int steps)
    {
        var place = Math.Clamp(((step + .5) / steps * values.Length) - .5, 0, values.Length - 1);
        var left = Math.Min((int)place, values.Length - 2);
        return left < 0 ? values[0] : values[left] + ((place - left) * (values[left + 1] - values[left]));
    }
}
