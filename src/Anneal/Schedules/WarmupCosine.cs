namespace Anneal.Schedules;

/// <summary>A warm-up, then a cosine decay from the peak to the floor over the rest.</summary>
/// <param name="Peak">The peak.</param>
/// <param name="Floor">The limit at t = T.</param>
/// <param name="Warmup">The steps of the warm-up, 0 … T−1; 0 leaves it out.</param>
/// <param name="Steps">T, the warm-up included.</param>
/// <remarks><c>warmup(peak, warmup) then cosine(peak, floor, steps − warmup)</c>.</remarks>
public sealed record WarmupCosine(double Peak, double Floor, int Warmup, int Steps)
    : Schedule.Composite(Expand(Peak, Floor, Warmup, Steps))
{
    static Schedule Expand(double peak, double floor, int warmup, int steps)
    {
        if (Require.NotNegative(warmup, nameof(Warmup)) >= Require.Positive(steps, nameof(Steps)))
            throw new ArgumentException($"Warmup is {warmup}; it must be below Steps, {steps}, which counts it.", nameof(warmup));
        var decay = new Cosine(Require.Rate(peak, nameof(Peak)), Require.Rate(floor, nameof(Floor)), steps - warmup);
        return warmup == 0 ? decay : new Warmup(peak, warmup).Then(decay);
    }
}
