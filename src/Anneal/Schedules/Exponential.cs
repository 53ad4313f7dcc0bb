namespace Anneal.Schedules;

/// <summary>Geometric decay, each step by the same factor: η_t = From (To / From)^(t / T).</summary>
/// <param name="From">η₀, above 0.</param>
/// <param name="To">The limit at t = T, which belongs to the next segment; above 0.</param>
/// <param name="Steps">T, at least 1.</param>
/// <remarks>
/// A decay that halves every h steps, as in Hu et al. 2024 (MiniCPM's WSD, arXiv:2404.06395), is the one to To = From 2^(−T / h);
/// the WSD curves of Luo et al. 2025 (arXiv:2503.12811) go to a tenth of the peak.
/// </remarks>
public sealed record Exponential(double From, double To, int Steps) : Ramp(Positive(From), Positive(To), Steps)
{
    /// <inheritdoc/>
    public override Ramp Between(double from, double to, int steps) => new Exponential(from, to, steps);

    /// <inheritdoc/>
    protected override double At(int t) => From * Math.Pow(To / From, (double)t / Steps);

    static double Positive(double rate) => rate != 0
        ? rate
        : throw new ArgumentException(
            "An exponential decay cannot start from 0 or reach it; use a rate above 0 or another shape.", nameof(rate));
}
