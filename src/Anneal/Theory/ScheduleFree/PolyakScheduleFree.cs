using System.Numerics.Tensors;

namespace Anneal.Theory;

/// <summary>
/// Schedule-free SGD that finds its own rate, the adaptive Polyak step:
/// γ = [f(y) − ℓ + β⟨g, z − x⟩]₊ / max(‖g‖², M), and x the plain average of all z.
/// </summary>
/// <remarks>
/// γ minimises an upper bound of ‖z − γg − x*‖², since z − y = β (z − x). With ℓ = f*, of the batch that gave the gradient, it is the
/// oracle form, with a lower bound and M &gt; 0 the safeguarded one. Where batches share a minimiser, f(x_t) − f* = O(GD/√t) at every
/// t. With β₂ given, steps are D⁻¹g and norms gᵀD⁻¹g in Adam's diagonal D.
/// Source: Oikonomou, Buchholz, Pun, Gower, Loizou (arXiv:2511.07767, version 2).
/// </remarks>
/// <param name="points">The points that it moves; the start counts as much as every other z if their first weight is 1.</param>
/// <param name="beta2">β₂ of Adam's diagonal, between 0 and 1; null for none.</param>
/// <param name="epsilon">ε of Adam's diagonal, above 0.</param>
public sealed class PolyakScheduleFree(ScheduleFreePoints points, double? beta2 = null, double epsilon = 1e-8)
{
    readonly AdamScale? scale = beta2 is { } given ? new(points.Y.Length, given, epsilon) : null;
    readonly double[] direction = new double[points.Y.Length];

    /// <summary>M ≥ 0: the least squared norm that is divided by.</summary>
    public double LeastSquaredNorm { get; init; }

    /// <summary>One step; nothing is allocated.</summary>
    /// <param name="gradient">g at <see cref="ScheduleFreePoints.Y"/>.</param>
    /// <param name="value">f(y), of the same batch.</param>
    /// <param name="lowerBound">ℓ: f* of the same batch, or a bound below it.</param>
    /// <returns>γ; 0 where z stayed.</returns>
    public double Step(ReadOnlySpan<double> gradient, double value, double lowerBound)
    {
        Require.SameLength(gradient.Length, direction.Length, nameof(gradient), "the start");
        gradient.CopyTo(direction);
        if (scale is not null)
        {
            scale.Observe(gradient);
            scale.Divide(gradient, direction);
        }

        var norm = Math.Max(TensorPrimitives.Dot(gradient, direction), LeastSquaredNorm);
        var promised = value - lowerBound + points.Lead(gradient);
        var rate = promised > 0 && norm > 0 ? promised / norm : 0;
        points.Move(direction, rate, 1);
        return rate;
    }
}
