using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Warmups;

/// <summary>What the formulas promise, measured.</summary>
static class WarmupIdentities
{
    const string Source = "Where does warm-up come from? 2026";

    public static IReadOnlyList<Claim> Claims(Seed seed)
    {
        (double Peak, double Divisor, double Start, double PeakGap)[] cases =
            [(1e-3, 100, 7.6, 2), (1e-3, 10, 7.6, 0.05), (0.3, 10, 30, 1), (20, 100, 5, 3)];
        var made = cases.Select(one => GapWarmup.Through(one.Peak, one.Divisor, one.Start, one.PeakGap)).ToArray();
        var automatic = GapWarmup.Automatic(1e-3, 100, 7.6, 30_000);
        return
        [
            Claim.AtMost("η(Δ*) = peak, four settings: largest relative difference", Source,
                cases.Zip(made, (one, warmup) => Math.Abs((warmup.Rate(one.PeakGap) / one.Peak) - 1)).Max(), 1e-12),
            Claim.AtMost("η(Δ₀) = peak/divisor, four settings: largest relative difference", Source,
                cases.Zip(made, (one, warmup) => Math.Abs((warmup.Rate(one.Start) * one.Divisor / one.Peak) - 1)).Max(), 1e-12),
            Claim.AtMost("η′(Δ*) = 0, four settings: largest |η′| Δ₀/peak", Source,
                cases.Zip(made, (one, warmup) => Math.Abs(warmup.Slope(one.PeakGap)) * one.Start / one.Peak).Max(), 1e-12),
            Claim.AtLeast("K₀ + K₁Δ + K₂Δ² over Δ/peak, four settings, Δ from 10⁻⁶ Δ₀ to 10 Δ₀: least value", Source,
                cases.Zip(made, (one, warmup) => Enumerable.Range(0, 400).Min(i =>
                {
                    var gap = one.Start * Math.Pow(10, -6 + (7 * i / 399.0));
                    return warmup.Curvature(gap) * one.Peak / gap;
                })).Min(), 1 - 1e-9),
            Claim.AtMost("Automatic constants (peak 1e-3, divisor 100, Δ₀ = 7.6, κ = 30,000): largest relative difference of the two rates", Source,
                Math.Max(Math.Abs((automatic.Rate(automatic.PeakGap) / 1e-3) - 1), Math.Abs((automatic.Rate(7.6) / 1e-5) - 1)), 1e-12),
            Claim.AtMost("‖∇²f‖ of the test function over 1 + 3Δ + 2Δ², the largest of 2,000 points", "this project", Steepest(seed), 1),
        ];
    }

    // ∇²f = (1 + f)(A + uuᵀ), u = Ax: its largest eigenvalue by the power method.
    static double Steepest(Seed seed)
    {
        var random = new RandomNumbers(seed["points"]);
        var worst = 0.0;
        var (x, v, next) = (new double[SteepBowl.Dimension], new double[SteepBowl.Dimension], new double[SteepBowl.Dimension]);
        for (var i = 0; i < 2000; i++)
        {
            var size = Math.Exp(4 * (random.NextUniform() - 0.75));
            for (var k = 0; k < x.Length; k++) x[k] = size * random.NextNormal() * Math.Sqrt(i % 2 == 0 ? 1 : 1.0 / (k + 1));
            Array.Fill(v, 1);
            var top = 0.0;
            for (var turn = 0; turn < 30; turn++)
            {
                var along = 0.0;
                for (var k = 0; k < x.Length; k++) along += v[k] * x[k] / (k + 1);
                var length = 0.0;
                for (var k = 0; k < x.Length; k++)
                {
                    next[k] = (v[k] + (along * x[k])) / (k + 1);
                    length += next[k] * next[k];
                }

                top = Math.Sqrt(length);
                for (var k = 0; k < x.Length; k++) v[k] = next[k] / top;
            }

            var factor = Math.Exp(SteepBowl.Exponent(x));
            worst = Math.Max(worst, factor * top / SteepBowl.Curvature.Curvature(factor - 1));
        }

        return worst;
    }
}
