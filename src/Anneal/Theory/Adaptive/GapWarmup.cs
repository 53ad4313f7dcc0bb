namespace Anneal.Theory;

/// <summary>A rate that follows the gap Δ = f − f*: η(Δ) = Δ/(K₀ + K₁Δ + K₂Δ²), which rises while Δ falls to √(K₀/K₂), and falls after.</summary>
/// <remarks>
/// If gradients along the steps of a linear-minimisation oracle change by at most K₀ + K₁Δ + K₂Δ² per unit of length, this is, up to a
/// factor, the step with the largest guaranteed descent: the curvature far from the minimum is what a warm-up is for.
/// Source: "Where does warm-up come from?" 2026, arXiv:2602.05813, and its public code.
/// </remarks>
/// <param name="K0">K₀ &gt; 0.</param>
/// <param name="K1">K₁; it may be below 0 as long as the denominator stays above.</param>
/// <param name="K2">K₂ &gt; 0.</param>
public readonly record struct GapWarmup(double K0, double K1, double K2)
{
    const int Candidates = 500;
    const int Places = 400;
    const double Margin = 0.01;

    /// <summary>Δ* = √(K₀/K₂): where the rate is highest.</summary>
    public double PeakGap => Math.Sqrt(K0 / K2);

    /// <summary>η(Δ).</summary>
    /// <param name="gap">Δ ≥ 0.</param>
    public double Rate(double gap) => gap / Curvature(gap);

    /// <summary>η′(Δ) = (K₀ − K₂Δ²)/(K₀ + K₁Δ + K₂Δ²)².</summary>
    /// <param name="gap">Δ ≥ 0.</param>
    public double Slope(double gap) => (K0 - (K2 * gap * gap)) / (Curvature(gap) * Curvature(gap));

    /// <summary>K₀ + K₁Δ + K₂Δ².</summary>
    /// <param name="gap">Δ ≥ 0.</param>
    public double Curvature(double gap) => K0 + (gap * (K1 + (K2 * gap)));

    /// <summary>
    /// The constants with η(Δ*) = peak, η′(Δ*) = 0 and η(Δ₀) = peak/divisor: K₂ = Δ₀(divisor − 1)/(peak (Δ₀ − Δ*)²), K₀ = K₂Δ*²,
    /// K₁ = 1/peak − 2K₂Δ*. The denominator is K₂(Δ − Δ*)² + Δ/peak, above 0 for every Δ &gt; 0.
    /// </summary>
    /// <param name="peak">The highest rate.</param>
    /// <param name="divisor">By how much the first rate is lower, above 1.</param>
    /// <param name="start">Δ₀: the first gap.</param>
    /// <param name="peakGap">Δ*, above 0 and below Δ₀.</param>
    public static GapWarmup Through(double peak, double divisor, double start, double peakGap)
    {
        Check(peak, divisor, start);
        if (!(peakGap > 0 && peakGap < start)) throw new ArgumentOutOfRangeException(nameof(peakGap), peakGap, "The gap of the peak lies between 0 and the first gap.");
        var k2 = start * (divisor - 1) / (peak * (start - peakGap) * (start - peakGap));
        return new(k2 * peakGap * peakGap, (1 / peak) - (2 * k2 * peakGap), k2);
    }

    /// <summary>
    /// The automatic constants: of 500 Δ* from 0.01 to Δ₀ − 0.01 the one whose η and η′ lie nearest to the straight line from (Δ₀, peak/divisor) to
    /// (Δ*, peak), in ∫ e^{−κσ(Δ − Δ*)²/2} (|η − line| + |η′ − line′|) dΔ from Δ* to Δ₀.
    /// </summary>
    /// <param name="peak">The highest rate.</param>
    /// <param name="divisor">By how much the first rate is lower, above 1.</param>
    /// <param name="start">Δ₀ &gt; 0.02: the first loss less what is hoped for at last (3.2 nats per token in the source).</param>
    /// <param name="size">κ: Σ min(m, n) over the weight matrices for Muon, Σ m n for sign descent and Lion, their number for normalised descent.</param>
    /// <param name="width">σ; 0.001 in the source.</param>
    /// <remarks>The code's weight; the text of the source's page has another exponent. Of the code's criteria this is the default one.</remarks>
    public static GapWarmup Automatic(double peak, double divisor, double start, double size, double width = 0.001)
    {
        Check(peak, divisor, start);
        if (!(start > 2 * Margin)) throw new ArgumentOutOfRangeException(nameof(start), start, "The first gap is above 0.02.");
        var (best, least) = (default(GapWarmup), double.PositiveInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var peakGap = Margin + (i * (start - (2 * Margin)) / (Candidates - 1));
            var trial = Through(peak, divisor, start, peakGap);
            var distance = trial.DistanceToLine(peak, divisor, start, peakGap, size * width);
            if (distance < least) (best, least) = (trial, distance);
        }

        return best;
    }

    double DistanceToLine(double peak, double divisor, double start, double peakGap, double sharpness)
    {
        var (sum, step) = (0.0, (start - peakGap) / Places);
        var slope = ((peak / divisor) - peak) / (start - peakGap);
        for (var i = 0; i <= Places; i++)
        {
            var beyond = i * step;
            var off = Math.Abs(Rate(peakGap + beyond) - peak - (slope * beyond)) + Math.Abs(Slope(peakGap + beyond) - slope);
            sum += (i is 0 or Places ? 0.5 : 1) * off * Math.Exp(-beyond * beyond * sharpness / 2);
        }

        return sum * step;
    }

    static void Check(double peak, double divisor, double start)
    {
        Require.PositiveRate(peak);
        Require.PositiveRate(start);
        if (!(divisor > 1)) throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "The divisor is above 1.");
    }
}
