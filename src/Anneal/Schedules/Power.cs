namespace Anneal.Schedules;

/// <summary>Polynomial decay: η_t = To + (From − To)(1 − t / T)^p.</summary>
/// <param name="From">η₀.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment.</param>
/// <param name="Steps">T, at least 1.</param>
/// <param name="Exponent">p, above 0; 1 is a straight line.</param>
public sealed record Power(double From, double To, int Steps, double Exponent) : Ramp(From, To, Steps)
{
    /// <summary>p.</summary>
    public double Exponent { get; } = Require.PositiveRate(Exponent);

    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new Power(from, to, steps, Exponent);

    /// <inheritdoc/>
    protected override double At(int t) => To + ((From - To) * Math.Pow(1 - ((double)t / Steps), Exponent));
}
