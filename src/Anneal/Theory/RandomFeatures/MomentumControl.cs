using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>The heavy-ball schedule at which the mean loss at the end of a run is least.</summary>
/// <param name="Rates">η_t, the rate of the velocity.</param>
/// <param name="Momentum">μ_t, what the velocity keeps.</param>
/// <param name="Loss">E[L] after the last update.</param>
/// <param name="Evaluations">How often the loss and its gradient were computed.</param>
public sealed record HeavyBallOptimum(double[] Rates, double[] Momentum, double Loss, int Evaluations);

/// <summary>Optimal control of momentum: v ← μ_t v + g, x ← x − η_t v, both schedules free or smooth.</summary>
public static class MomentumControl
{
    const double LeastRate = 1e-6;

    /// <summary>
    /// Minimises ln E[L_T] over ln η_t ∈ [ln 10⁻⁶, ln η_max] and ln(1 − μ_t) ∈ [ln slowest, 0] by projected L-BFGS on the adjoint
    /// gradient. The problem is not convex; a warm start from a shorter horizon keeps the family of solutions.
    /// </summary>
    /// <remarks>
    /// Where every step is free and batches are large, the optimum resonates: it lets the loss rise a hundredfold and stops the velocity
    /// at the right moment, as only a quadratic problem forgives. Schedules through a few knots cannot.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="highest">η_max in units of 1/λ₁, above 10⁻⁶.</param>
    /// <param name="slowest">The least 1 − μ, in (0, 1].</param>
    /// <param name="knots">
    /// How many values each logarithm is interpolated between, at t/T = ½ − ½ cos(πk/(knots − 1)), at least 2; null for every step free.
    /// </param>
    /// <param name="start">The optimum of another horizon, stretched to this one; null for η = 0.1 and μ = 0.7 throughout.</param>
    /// <param name="maxEvaluations">The most evaluations of loss and gradient.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static HeavyBallOptimum HeavyBall(
        RandomFeatureModel model, int steps, double highest = 1, double slowest = 1e-3, int? knots = null, HeavyBallOptimum? start = null,
        int maxEvaluations = 500, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, LeastRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slowest, 1);
        if (knots is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 2, nameof(knots));
        var dynamics = new MomentumDynamics(model, steps);
        // With as many knots as steps there is nothing to interpolate.
        var places = Places(knots < steps ? knots.Value : steps, steps);
        var count = places.Length;
        var (zeros, rates, momentum) = (new double[steps], new double[steps], new double[steps]);
        var (ignored, byRate, byMomentum) = (new double[steps], new double[steps], new double[steps]);
        var (z, lower, upper) = (new double[2 * count], new double[2 * count], new double[2 * count]);
        lower.AsSpan(0, count).Fill(Math.Log(LeastRate));
        upper.AsSpan(0, count).Fill(Math.Log(highest));
        lower.AsSpan(count).Fill(Math.Log(slowest));
        for (var k = 0; k < count; k++)
        {
            z[k] = Math.Log(start is null ? 0.1 : Stretched(start.Rates, places[k], steps));
            z[count + k] = Math.Log(start is null ? 0.3 : 1 - Stretched(start.Momentum, places[k], steps));
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
            gradient.Clear();
            for (var (t, k) = (0, 0); t < steps; t++)
            {
                var share = Share(ref k, t);
                Spread(gradient[..count], Scale * byRate[t] * rates[t] / loss);
                Spread(gradient[count..], -Scale * byMomentum[t] * (1 - momentum[t]) / loss);

                void Spread(Span<double> to, double derivative)
                {
                    to[k] += (1 - share) * derivative;
                    if (share > 0) to[k + 1] += share * derivative;
                }
            }

            // A number that no search takes for progress, and from which it can still find back.
            return double.IsFinite(loss) ? Scale * Math.Log(loss) : 1e5;
        }

        void Unfold(ReadOnlySpan<double> at)
        {
            for (var (t, k) = (0, 0); t < steps; t++)
            {
                var share = Share(ref k, t);
                rates[t] = Math.Exp(Between(at[..count], k, share));
                momentum[t] = 1 - Math.Exp(Between(at[count..], k, share));
            }
        }

        // Moves k to the last knot at or before t; how far t lies towards the next.
        double Share(ref int k, int t)
        {
            while (k + 1 < count && places[k + 1] <= t) k++;
            return k + 1 < count ? (t - places[k]) / (places[k + 1] - places[k]) : 0;
        }
    }

    static double Between(ReadOnlySpan<double> values, int k, double share) =>
        share > 0 ? ((1 - share) * values[k]) + (share * values[k + 1]) : values[k];

    // Steps, dense towards both ends where there are fewer knots than steps.
    static double[] Places(int count, int steps)
    {
        var places = new double[count];
        for (var k = 0; k < count; k++) places[k] = count == steps ? k : (steps - 1) * (1 - Math.Cos(Math.PI * k / (count - 1))) / 2;
        return places;
    }

    // The value at the same share of the run, between the middles of steps.
    static double Stretched(double[] values, double step, int steps)
    {
        var place = Math.Clamp(((step + .5) / steps * values.Length) - .5, 0, values.Length - 1);
        var left = Math.Min((int)place, values.Length - 2);
        return left < 0 ? values[0] : values[left] + ((place - left) * (values[left + 1] - values[left]));
    }
}
