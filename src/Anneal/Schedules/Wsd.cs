namespace Anneal.Schedules;

/// <summary>Warm-up, stable, decay: a ramp to the peak, the peak held, and a decay to the floor over the last steps.</summary>
/// <param name="Peak">The peak.</param>
/// <param name="Floor">The limit at t = T.</param>
/// <param name="Warmup">The steps of the warm-up; 0 leaves it out.</param>
/// <param name="Steps">T, the warm-up and the decay included.</param>
/// <param name="Decay">The steps of the decay; 0 leaves it out.</param>
/// <param name="Shape">How it decays.</param>
/// <remarks>
/// <c>warmup(peak, warmup) then constant(peak, steps − warmup − decay) then SHAPE(peak, floor, decay)</c>.
/// Source: Hu et al. 2024 (MiniCPM), arXiv:2404.06395; the shapes: Hägele et al. 2024, arXiv:2405.18392.
/// </remarks>
public sealed record Wsd(double Peak, double Floor, int Warmup, int Steps, int Decay, DecayShape Shape)
    : Schedule.Composite(Expand(Peak, Floor, Warmup, Steps, Decay, Shape))
{
    static Schedule Expand(double peak, double floor, int warmup, int steps, int decay, DecayShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Require.Rate(peak, nameof(Peak));
        Require.Rate(floor, nameof(Floor));
        Require.Positive(steps, nameof(Steps));
        var used = (long)Require.NotNegative(warmup, nameof(Warmup)) + Require.NotNegative(decay, nameof(Decay));
        if (used > steps)
        {
            throw new ArgumentException(
                $"Warmup {warmup} and Decay {decay} need {used} steps, but Steps, which counts both, is {steps}.", nameof(steps));
        }

        var segments = new List<Schedule>(3);
        if (warmup > 0) segments.Add(new Warmup(peak, warmup));
        if (used < steps) segments.Add(new Constant(peak, steps - (int)used));
        if (decay > 0) segments.Add(shape.Decay(peak, floor, decay));
        return Join([.. segments]);
    }
}
