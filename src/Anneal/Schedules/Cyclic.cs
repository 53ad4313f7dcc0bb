namespace Anneal.Schedules;

/// <summary>Triangles: the rate rises from Low to High in Half steps, falls back in as many, and starts again.</summary>
/// <param name="Low">η₀.</param>
/// <param name="High">The rate at t = Half.</param>
/// <param name="Half">Half a period, at least 1.</param>
/// <param name="Steps">T, at least 1; the last triangle may be cut.</param>
/// <remarks>
/// η_t = Low + (High − Low)(1 − |(t mod 2·Half) / Half − 1|). Source: Smith 2017, arXiv:1506.01186 (the “triangular” policy).
/// </remarks>
public sealed record Cyclic(double Low, double High, int Half, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double Low { get; } = Require.Rate(Low);

    /// <summary>The rate at t = Half.</summary>
    public double High { get; } = Require.Rate(High);

    /// <summary>Half a period.</summary>
    public int Half { get; } = Require.Positive(Half);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t)
    {
        var phase = t % (2L * Half);
        return Low + ((High - Low) * Math.Min(phase, (2L * Half) - phase) / Half);
    }
}
