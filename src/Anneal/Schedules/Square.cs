namespace Anneal.Schedules;

/// <summary>η_t = To + (From − To)(1 − (t / T)²): a flat start and a steep end.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>Source: Hägele et al. 2024, arXiv:2405.18392 (the “square” cooldown).</remarks>
public sealed record Square(double From, double To, int Steps) : Ramp(From, To, Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new Square(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t)
    {
        var x = (double)t / Steps;
        return To + ((From - To) * (1 - (x * x)));
    }
}
