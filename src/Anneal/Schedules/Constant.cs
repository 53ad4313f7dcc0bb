namespace Anneal.Schedules;

/// <summary>A constant rate: η_t = Rate.</summary>
/// <param name="Rate">η, at least 0.</param>
/// <param name="Steps">T, at least 1.</param>
public sealed record Constant(double Rate, int Steps) : Schedule
{
    /// <summary>η, at least 0.</summary>
    public double Rate { get; } = Require.Rate(Rate);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => Rate;
}
