using Anneal.Schedules;

namespace Anneal.Kernels;

/// <summary>Which rate changes count as annealing events and how a large one is valued.</summary>
/// <param name="IncludeWarmup">Whether the rises of the warm-up count (from a rate of 0 before the first step).</param>
/// <param name="DropsOnly">Whether rises are ignored altogether.</param>
/// <param name="PathConsistent">
/// Whether a change from a to b is valued as infinitely many infinitesimal ones, ∫ g(y) dy, and not as (a − b) g(b).
/// </param>
/// <param name="PowerMeasure">Whether the law acts on η^q with q ≠ 1, so that a change needs nodes between its two rates.</param>
/// <param name="SourceWeighted">Whether a change's weight is a power of the rate sum at its step.</param>
public readonly record struct EventRules(
    bool IncludeWarmup, bool DropsOnly, bool PathConsistent, bool PowerMeasure, bool SourceWeighted = false);

/// <summary>The rate changes of a schedule: δ_k = η_{k−1} − η_k, positive for a drop, 0 where nothing counts.</summary>
sealed class RateEvents
{
    const double LogZero = -1e6;

    readonly double[] drops;
    readonly double[] before;
    readonly double[] logRates;

    public RateEvents(RatePath path, EventRules rules)
    {
        var rates = path.Rates;
        drops = new double[rates.Length];
        before = new double[rates.Length];
        logRates = new double[rates.Length];
        before[0] = rules.IncludeWarmup && path.PriorSum == 0 ? 0 : rates[0];
        for (var k = 0; k < rates.Length; k++)
        {
            if (k > 0) before[k] = rates[k - 1];
            var drop = before[k] - rates[k];
            var isWarmup = k <= path.WarmupSteps && drop < 0;
            if ((isWarmup && !rules.IncludeWarmup) || (drop < 0 && rules.DropsOnly)) drop = 0;
            drops[k] = drop;
            logRates[k] = Math.Max(Math.Log(rates[k]), LogZero);
        }
    }

    /// <summary>δ_k.</summary>
    public ReadOnlySpan<double> Drops => drops;

    /// <summary>η_{k−1}.</summary>
    public ReadOnlySpan<double> Before => before;

    /// <summary>ln η_k; at a rate of 0, where the response is complete or, for γ &lt; 0, none, a number that makes it so.</summary>
    public ReadOnlySpan<double> LogRates => logRates;
}
