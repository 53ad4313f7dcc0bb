using Anneal.Schedules;
using MathNet.Numerics.RootFinding;

namespace Anneal.Theory;

/// <summary>
/// How a run with a cooldown is made longer without tuning its rate again: by the <see cref="LastIterateBound"/>, a longer run with the
/// same base rate γ is best where γ* has not changed.
/// </summary>
/// <remarks>Source: Schaipp et al. 2025, arXiv:2501.18965, section 5.1.</remarks>
public static class HorizonExtension
{
    /// <summary>
    /// Constant, then a cooldown to 0: over T steps the last ⌊c(T + 1)⌋ of T + 1 fall, and the step of rate 0 is dropped, as in
    /// the source's code.
    /// </summary>
    /// <param name="steps">T.</param>
    /// <param name="cooldown">c, 0 … 1.</param>
    /// <param name="shape">How it falls; null for a straight line.</param>
    public static Schedule Cooldown(int steps, double cooldown, DecayShape? shape = null) =>
        new Wsd(1, 0, 0, steps, CooldownSteps(steps, cooldown), shape ?? DecayShape.Linear);

    /// <summary>The longer run: rate 1 for as long as the shorter run was constant, then <paramref name="factor"/> with the same cooldown fraction.</summary>
    /// <param name="from">T₀, steps of the shorter run.</param>
    /// <param name="to">T₁, steps of the longer run.</param>
    /// <param name="cooldown">c, above 0 and below 1.</param>
    /// <param name="factor">The rate of the second stage.</param>
    public static Schedule Staged(int from, int to, double cooldown, double factor)
    {
        var first = (int)(((1 - cooldown) * from) + 1e-9);
        return new Constant(1, first).Then(new Wsd(factor, 0, 0, to - first, CooldownSteps(to, cooldown), DecayShape.Linear));
    }

    /// <summary>The factor of <see cref="Staged"/> that leaves γ* as it was.</summary>
    /// <param name="from">T₀, steps of the shorter run.</param>
    /// <param name="to">T₁ ≥ T₀, steps of the longer run.</param>
    /// <param name="cooldown">c, above 0 and below 1.</param>
    /// <returns>The highest such factor, up to 1; NaN if there is none above 0.01.</returns>
    public static double StageFactor(int from, int to, double cooldown)
    {
        const double Step = 0.8;
        var wanted = LastIterateBound.Of(Cooldown(from, cooldown)).BaseRate;
        // γ* rises as the second stage gets lower, but falls again where that stage no longer moves.
        for (var high = 1.0; high > 0.01; high *= Step)
        {
            if (Excess(high * Step) >= 0) return Brent.FindRoot(Excess, high * Step, high, 1e-9);
        }

        return double.NaN;

        double Excess(double factor) => LastIterateBound.Of(Staged(from, to, cooldown, factor)).BaseRate - wanted;
    }

    /// <summary>The cooldown fraction of the longer run that leaves γ* as it was, at one rate throughout.</summary>
    /// <param name="from">T₀, steps of the shorter run.</param>
    /// <param name="to">T₁ ≥ T₀, steps of the longer run.</param>
    /// <param name="cooldown">c, above 0 and below 1: that of the shorter run.</param>
    /// <returns>The fraction, to a step; NaN if even a decay from the start has too low a γ*.</returns>
    public static double LongerCooldown(int from, int to, double cooldown)
    {
        var wanted = LastIterateBound.Of(Cooldown(from, cooldown)).BaseRate;
        // A whole number of steps: the first of them that reaches the wanted rate.
        var (low, high) = (CooldownSteps(to, cooldown), to);
        if (LastIterateBound.Of(Cooldown(to, 1)).BaseRate < wanted) return double.NaN;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (LastIterateBound.Of(new Wsd(1, 0, 0, to, middle, DecayShape.Linear)).BaseRate < wanted) low = middle;
            else high = middle;
        }

        return (double)high / (to + 1);
    }

    static int CooldownSteps(int steps, double cooldown) => Math.Min(steps, (int)(cooldown * (steps + 1)));
}
