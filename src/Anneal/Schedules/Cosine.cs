namespace Anneal.Schedules;

/// <summary>Cosine decay: η_t = To + (From − To)(1 + cos(π t / T)) / 2.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
public sealed record Cosine(double From, double To, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double From { get; } = Require.Rate(From);

    /// <summary>The limit at t = T.</summary>
    public double To { get; } = Require.Rate(To);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => To + ((From - To) * (1 + double.CosPi((double)t / Steps)) / 2);
}
