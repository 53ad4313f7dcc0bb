namespace Anneal.Schedules;

/// <summary>A straight line: η_t = From + (To − From) t / T.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
public sealed record Linear(double From, double To, int Steps) : Ramp(From, To, Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new Linear(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t) => From + ((To - From) * t / Steps);
}
