namespace Anneal.Schedules;

/// <summary>η_t = To + (From − To)(1 − √(t / T)): a steep start and a slow end.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>Source: Hägele et al. 2024, arXiv:2405.18392 (the “1-sqrt” cooldown).</remarks>
public sealed record OneMinusSqrt(double From, double To, int Steps) : Ramp(From, To, Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new OneMinusSqrt(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t) => To + ((From - To) * (1 - Math.Sqrt((double)t / Steps)));
}
