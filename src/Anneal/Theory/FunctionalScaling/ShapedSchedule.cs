using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>A schedule of a fixed shape, its peak tuned to the horizon: what a functional scaling law gives it.</summary>
/// <param name="Peak">The best p ≤ η_max in η(z) = p f(1 − z/N).</param>
/// <param name="Loss">E with it.</param>
public readonly record struct ShapedSchedule(double Peak, double Loss)
{
    // Below this share of the horizon nothing is left that a double could show.
    const double Least = 1e-18;
    const double PanelsPerEFold = 2;
    const double LowestPeak = 1e-12;

    /// <summary>
    /// E(p) = e(p N F(1)) + p² N ∫₀¹ f² K(p N F(u)) [σ² + g e(t)] du, F(u) = ∫₀^u f: one integral, by Gauss–Legendre rules in ln u.
    /// </summary>
    /// <param name="problem">The exponents and the noise.</param>
    /// <param name="profile">f.</param>
    /// <param name="horizon">N &gt; 0: steps at batch 1.</param>
    /// <param name="peak">p &gt; 0.</param>
    public static double LossAt(ScalingProblem problem, DecayProfile profile, double horizon, double peak)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(profile);
        Require.PositiveRate(horizon);
        Require.PositiveRate(peak);
        var (scale, time) = (peak * horizon, peak * horizon * profile.Integral(1));
        var noise = Between(Least, profile.Kink) + Between(profile.Kink, 1);
        return problem.Signal(time) + (peak * scale * noise);

        double Between(double from, double to)
        {
            var (start, length) = (Math.Log(from), Math.Log(to / from));
            if (length <= 0) return 0;
            var panels = (int)Math.Ceiling(PanelsPerEFold * length);
            var sum = 0.0;
            for (var i = 0; i < panels; i++)
                sum += GaussLegendre.Integrate(Term, start + (length * i / panels), start + (length * (i + 1) / panels));
            return sum;
        }

        double Term(double log)
        {
            var u = Math.Exp(log);
            var (f, remaining) = (profile.Rate(u), scale * profile.Integral(u));
            return u * f * f * problem.Kernel(remaining) * problem.NoiseSource(Math.Max(0, time - remaining));
        }
    }

    /// <summary>Tunes the peak.</summary>
    /// <param name="problem">The exponents, the noise and the largest rate, which must be finite.</param>
    /// <param name="profile">f.</param>
    /// <param name="horizon">N &gt; 0: steps at batch 1.</param>
    public static ShapedSchedule Of(ScalingProblem problem, DecayProfile profile, double horizon)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var (peak, loss) = RateSearch.Best(
            p => LossAt(problem, profile, horizon, p), LowestPeak * problem.MaxRate, problem.MaxRate, places: 25, tolerance: 1e-5);
        return new(peak, loss);
    }
}
