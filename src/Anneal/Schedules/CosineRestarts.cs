namespace Anneal.Schedules;

/// <summary>Cosine decays with warm restarts, SGDR: the i-th takes Period · Multiplier^i steps from From to To.</summary>
/// <param name="From">The rate at each restart.</param>
/// <param name="To">The limit at each period's end.</param>
/// <param name="Period">The length of the first period, at least 1.</param>
/// <param name="Steps">T, at least 1; the last period may be cut.</param>
/// <param name="Multiplier">How much longer each period is than the one before, at least 1.</param>
/// <remarks>
/// η_t = To + (From − To)(1 + cos(π s / n)) / 2, s steps into a period of n.
/// Source: Loshchilov and Hutter 2017, arXiv:1608.03983, eq. (5).
/// </remarks>
public sealed record CosineRestarts(double From, double To, int Period, int Steps, int Multiplier = 1) : Schedule
{
    /// <summary>The rate at each restart.</summary>
    public double From { get; } = Require.Rate(From);

    /// <summary>The limit at each period's end.</summary>
    public double To { get; } = Require.Rate(To);

    /// <summary>The length of the first period.</summary>
    public int Period { get; } = Require.Positive(Period);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <summary>How much longer each period is than the one before.</summary>
    public int Multiplier { get; } = Require.Positive(Multiplier);

    /// <inheritdoc/>
    protected override double At(int t)
    {
        var (step, period) = ((long)t, (long)Period);
        if (Multiplier == 1) step %= period;
        while (step >= period)
        {
            step -= period;
            period *= Multiplier;
        }

        return To + ((From - To) * (1 + double.CosPi((double)step / period)) / 2);
    }
}
