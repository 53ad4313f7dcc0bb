namespace Anneal.Schedules;

/// <summary>A schedule that goes from one rate towards another in a shape of its own.</summary>
/// <param name="From">η₀, at least 0.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment; at least 0.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>A new ramp is a decay shape by existing: see <see cref="DecayShape"/>. Its first parameters are these three.</remarks>
public abstract record Ramp(double From, double To, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double From { get; } = Require.Rate(From);

    /// <summary>The limit at t = T.</summary>
    public double To { get; } = Require.Rate(To);

    /// <inheritdoc/>
    public sealed override int Steps { get; } = Require.Positive(Steps);

    /// <summary>A ramp of the same shape between other rates.</summary>
    public abstract Ramp Between(double from, double to, int steps);
}
