namespace Anneal.Schedules;

/// <summary>Inverse square root: η_t = Peak √(w / (w + t)), which never ends and may be cut anywhere.</summary>
/// <param name="Peak">η₀.</param>
/// <param name="Timescale">w, at least 1: the rate has halved at t = 3w.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>
/// The decay of the transformer (Noam) schedule, Vaswani et al. 2017, arXiv:1706.03762, eq. (3):
/// <c>linear(0, peak, w) then inverse-sqrt(peak, w, steps)</c> gives index u the rate peak √(w / u) for u ≥ w.
/// </remarks>
public sealed record InverseSqrt(double Peak, int Timescale, int Steps) : Schedule
{
    /// <summary>η₀.</summary>
    public double Peak { get; } = Require.Rate(Peak);

    /// <summary>w.</summary>
    public int Timescale { get; } = Require.Positive(Timescale);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => Peak * Math.Sqrt(Timescale / ((double)Timescale + t));
}
