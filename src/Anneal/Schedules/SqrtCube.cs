namespace Anneal.Schedules;

/// <summary>η_t = To + (From − To)(1 − t / T)^1.5: WSD's sqrt-cube decay, WSDSC.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>Source: Luo et al. 2025, arXiv:2503.12811, where the exponent's sign must be read as one that decays.</remarks>
public sealed record SqrtCube(double From, double To, int Steps) : Ramp(From, To, Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new SqrtCube(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t)
    {
        var rest = 1 - ((double)t / Steps);
        return To + ((From - To) * rest * Math.Sqrt(rest));
    }
}
