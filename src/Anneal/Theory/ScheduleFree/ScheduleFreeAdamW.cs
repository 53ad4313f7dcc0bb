namespace Anneal.Theory;

/// <summary>
/// Schedule-free AdamW: z ← z − γ (ĝ + λ y) with ĝ = g/(√(v/(1 − β₂^k)) + ε), on either form of the points; β of the points takes the
/// place of Adam's momentum.
/// </summary>
/// <remarks>
/// Source: Defazio et al. 2024 (arXiv:2405.15682), as released since version 1.3. For the rectified form multiply the rate by
/// <see cref="Rectification"/>, in place of a warm-up.
/// </remarks>
/// <param name="points">The points that it moves.</param>
/// <param name="beta2">β₂, between 0 and 1.</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class ScheduleFreeAdamW(ScheduleFreePoints points, double beta2 = 0.999, double epsilon = 1e-8)
{
    readonly AdamScale scale = new(points.Y.Length, beta2, epsilon);
    readonly double[] direction = new double[points.Y.Length];

    /// <summary>λ ≥ 0: weight decay, at y.</summary>
    public double WeightDecay { get; init; }

    /// <summary>One step; nothing is allocated.</summary>
    /// <param name="gradient">g at <see cref="ScheduleFreePoints.Y"/>.</param>
    /// <param name="rate">γ ≥ 0.</param>
    /// <param name="weight">Of the new z in the average (<see cref="AveragingRule"/>).</param>
    public void Step(ReadOnlySpan<double> gradient, double rate, double weight)
    {
        scale.Observe(gradient);
        scale.Divide(gradient, direction);
        var y = points.Y;
        for (var i = 0; i < direction.Length; i++) direction[i] += WeightDecay * y[i];
        points.Move(direction, rate, weight);
    }

    /// <summary>
    /// The factor that RAdam puts on the rate: √((ρ_k − 4)(ρ_k − 2) ρ_∞ / ((ρ_∞ − 4)(ρ_∞ − 2) ρ_k)) where ρ_k &gt; 4, else 0, with
    /// ρ_∞ = 2/(1 − β₂) − 1 and ρ_k = ρ_∞ − 2k β₂^k/(1 − β₂^k).
    /// </summary>
    /// <remarks>Source: Liu et al. 2020, arXiv:1908.03265.</remarks>
    /// <param name="step">k, from 1.</param>
    /// <param name="beta2">β₂, between 0 and 1.</param>
    public static double Rectification(int step, double beta2)
    {
        Require.Positive(step);
        var longest = (2 / (1 - Require.Level(beta2))) - 1;
        var remembered = Math.Pow(beta2, step);
        var length = longest - (2 * step * remembered / (1 - remembered));
        return length > 4 ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) : 0;
    }
}
