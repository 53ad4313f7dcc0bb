using Anneal.Control;

namespace Anneal.Tests.Control;

/// <summary>The multi-power law's published parameters and the setting of its tables: 2160 steps of warm-up to 3e-4.</summary>
static class PublishedShapes
{
    public const double Peak = 3e-4;
    public const int Warmup = 2160;
    public const double WarmupSum = Peak * Warmup / 2;

    // The parameter file of the law's repository, and Appendix C of arXiv:2503.12811.
    public static MultiPowerShape Of(string name) => name switch
    {
        "25M" => new(3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257),
        "100M" => new(2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612, 0.59785199, 0.65523644),
        "400M" => new(2.37474466, 0.65421216, 0.42878731, 523.42464371, 2.02462735, 0.59350493, 0.63472457),
        "25M paper" => new(3.1, 0.507, 0.531, 446.4, 2.070, 0.406, 0.522),
        "100M paper" => new(2.792, 0.592, 0.460, 521.4, 0.242, 0.604, 0.647),
        "400M paper" => new(2.524, 0.658, 0.421, 614.3, 0.164, 0.883, 0.564),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>The law as written, by running sums: the obvious twin.</summary>
    public static double LiteralLoss(MultiPowerShape law, ReadOnlySpan<double> rates, double prior = WarmupSum, double before = Peak) =>
        Loss(law, rates, prior, before, (high, low, clock) =>
            (Math.Pow(high, law.Q) - Math.Pow(low, law.Q)) * Response(law, low, clock));

    /// <summary>The path-consistent law, every drop by 16 sub-drops of 2-point Gauss–Legendre: the obvious twin.</summary>
    public static double PathLoss(MultiPowerShape law, ReadOnlySpan<double> rates, double prior = WarmupSum, double before = Peak) =>
        Loss(law, rates, prior, before, (high, low, clock) =>
        {
            var sum = 0.0;
            var pieces = Math.Abs(high / low - 1) < 0.05 ? 1 : 64;
            var ratio = Math.Pow(low / high, 1.0 / pieces);
            for (var i = 0; i < pieces; i++)
            {
                var next = high * ratio;
                foreach (var side in (ReadOnlySpan<double>)[-1, 1])
                {
                    var y = (high + next) / 2 + side * (high - next) / 2 / Math.Sqrt(3);
                    sum += (high - next) / 2 * law.Q * Math.Pow(y, law.Q - 1) * Response(law, y, clock);
                }

                high = next;
            }

            return sum;
        });

    static double Response(MultiPowerShape law, double rate, double clock) =>
        1 - Math.Pow(1 + law.C * Math.Pow(rate, -law.Gamma) * clock, -law.Beta);

    static double Loss(
        MultiPowerShape law, ReadOnlySpan<double> rates, double prior, double before, Func<double, double, double, double> drop)
    {
        var (clock, reduction) = (0.0, 0.0);
        for (var k = rates.Length - 1; k >= 0; k--)
        {
            clock += Math.Pow(rates[k], law.P);
            var high = k > 0 ? rates[k - 1] : before;
            if (high != rates[k]) reduction += drop(high, rates[k], clock);
        }

        return law.L0 + law.A * Math.Pow(prior + clock, -law.Alpha) - law.B * reduction;
    }
}
