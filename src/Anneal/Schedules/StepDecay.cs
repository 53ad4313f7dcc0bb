namespace Anneal.Schedules;

/// <summary>A staircase: η_t = Rate · Factor^⌊t / Every⌋.</summary>
/// <param name="Rate">η₀.</param>
/// <param name="Factor">What each stair multiplies the rate by, at least 0; above 1 it climbs.</param>
/// <param name="Every">The length of a stair, at least 1.</param>
/// <param name="Steps">T, at least 1.</param>
public sealed record StepDecay(double Rate, double Factor, int Every, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double Rate { get; } = Require.Rate(Rate);

    /// <summary>What each stair multiplies the rate by.</summary>
    public double Factor { get; } = Require.Rate(Factor);

    /// <summary>The length of a stair.</summary>
    public int Every { get; } = Require.Positive(Every);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => Rate * Math.Pow(Factor, t / Every);
}
