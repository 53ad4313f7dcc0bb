namespace Anneal.Schedules;

/// <summary>Half a cosine: η_t = To + (From − To)(1 + cos(π t / T)) / 2.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>Source: Loshchilov and Hutter 2017, arXiv:1608.03983, eq. (5) for one period.</remarks>
public sealed record Cosine(double From, double To, int Steps) : Ramp(From, To, Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new Cosine(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t) => To + ((From - To) * (1 + double.CosPi((double)t / Steps)) / 2);
}
