namespace Anneal.Theory;

/// <summary>Schedule-free SGD: z ← z − γ (g(y) + λ y), on either form of the points.</summary>
/// <remarks>Source: Defazio et al. 2024 (arXiv:2405.15682).</remarks>
/// <param name="points">The points that it moves.</param>
public sealed class ScheduleFreeSgd(ScheduleFreePoints points)
{
    readonly double[] decayed = new double[points.Y.Length];

    /// <summary>λ ≥ 0: weight decay, at y.</summary>
    public double WeightDecay { get; init; }

    /// <summary>One step; nothing is allocated.</summary>
    /// <param name="gradient">g at <see cref="ScheduleFreePoints.Y"/>.</param>
    /// <param name="rate">γ ≥ 0.</param>
    /// <param name="weight">Of the new z in the average (<see cref="AveragingRule"/>).</param>
    public void Step(ReadOnlySpan<double> gradient, double rate, double weight)
    {
        Require.SameLength(gradient.Length, decayed.Length, nameof(gradient), "the start");
        var y = points.Y;
        for (var i = 0; i < decayed.Length; i++) decayed[i] = gradient[i] + (WeightDecay * y[i]);
        points.Move(decayed, rate, weight);
    }
}
