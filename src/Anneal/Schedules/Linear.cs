namespace Anneal.Schedules;

/// <summary>A straight line: η_t = From + (To − From) t / T.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
public sealed record Linear(double From, double To, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double From { get; } = Require.Rate(From);

    /// <summary>The limit at t = T.</summary>
    public double To { get; } = Require.Rate(To);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => From + ((To - From) * t / Steps);
}
