namespace Anneal.Schedules;

/// <summary>The ramp from 0 that reaches the peak at its last step: η_t = Peak · t / (N − 1), with sum Peak · N / 2.</summary>
/// <param name="Peak">η_{N−1}.</param>
/// <param name="Steps">N, at least 1; one step has the peak's rate, and so the sum Peak.</param>
/// <remarks>It has the rates of <c>linear(0, peak, N − 1) then constant(peak, 1)</c>.</remarks>
public sealed record Warmup(double Peak, int Steps) : Schedule
{
    /// <summary>η_{N−1}.</summary>
    public double Peak { get; } = Require.Rate(Peak);

    /// <inheritdoc/>
    public override int Steps { get; } = Require.Positive(Steps);

    /// <inheritdoc/>
    protected override double At(int t) => t == Steps - 1 ? Peak : Peak * t / (Steps - 1);
}
