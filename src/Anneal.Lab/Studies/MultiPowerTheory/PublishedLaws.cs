using Anneal.Control;
using Anneal.Laws;

namespace Anneal.Lab.Studies.MultiPowerTheory;

/// <summary>The multi-power law as published for three sizes, and the setting of its tables.</summary>
/// <remarks>Source: the parameter file that accompanies Luo et al. 2025, arXiv:2503.12811; their steps count 2,160 of warm-up.</remarks>
static class PublishedLaws
{
    /// <summary>η_max.</summary>
    public const double Peak = 3e-4;

    /// <summary>Steps of the warm-up, which come before the law's first.</summary>
    public const int Warmup = 2160;

    /// <summary>W.</summary>
    public const double WarmupSum = Peak * Warmup / 2;

    /// <summary>Size and law.</summary>
    public static IReadOnlyList<(string Size, CalibratedLaw Law)> All { get; } =
    [
        ("25M", new(new MultiPower(), [3.04045406, .52468604, .50786857, 363.78751622, 2.06560812, .58279013, .64142257])),
        ("100M", new(new MultiPower(), [2.6514477, .60115152, .45295811, 437.9464276, 2.13245612, .59785199, .65523644])),
        ("400M", new(new MultiPower(), [2.37474466, .65421216, .42878731, 523.42464371, 2.02462735, .59350493, .63472457])),
    ];

    /// <summary>The best schedule of a law whose drops count as many small ones, without its warm-up.</summary>
    public static OptimalSchedule Best(CalibratedLaw law, int total, CancellationToken cancellation) =>
        ScheduleOptimizer.Minimize(law, new(total - Warmup, Peak) { WarmupSum = WarmupSum }, cancellation: cancellation);

    /// <summary>The limit of its decay's exponent.</summary>
    public static double LimitExponent(CalibratedLaw law) => Theory.DecayForm.LimitExponent(law["beta"], law["gamma"]);
}
