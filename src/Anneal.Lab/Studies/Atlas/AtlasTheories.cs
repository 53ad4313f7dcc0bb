using Anneal.Control;
using Anneal.Fitting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Atlas;

/// <summary>What the theories call optimal, their exponents and scales taken from a fit where they have any.</summary>
static class AtlasTheories
{
    /// <summary>The schedules of the theories that apply.</summary>
    /// <param name="laws">Laws; the first with a power kernel of exponent below 1 gives the exponents, and without one two theories are left out.</param>
    /// <param name="frame">The steps, the peak and the floor.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static IEnumerable<AtlasSchedule> Of(IReadOnlyList<AtlasLaw> laws, ScheduleConstraints frame, CancellationToken cancellation)
    {
        var free = AtlasSchedules.Free(frame);
        yield return AtlasSchedules.Theory(frame, "least convex bound", LeastBound.Find(free, cancellation: cancellation).Rates);
        if (laws.Select(law => Scaling(law.Fit, frame.Peak)).FirstOrDefault(found => found is not null) is not { } scaling) yield break;
        yield return AtlasSchedules.Theory(frame, "functional scaling", ScalingOptimum.Of(scaling.Problem, free * scaling.TimePerStep).Rates(free));
        var power = new double[free];
        for (var t = 0; t < free; t++) power[t] = Math.Pow(1 - ((double)t / free), (2 * scaling.Problem.Capacity) - 1);
        yield return AtlasSchedules.Theory(frame, "easy-phase power", power);
    }

    /// <summary>
    /// The scaling problem of which the fit's law is the large-time form, in units in which the peak is 1: s = α, 1 − 1/β_FSL = β,
    /// time u Σ η^p with u = C η_max^−γ, and noise over signal σ² = B η_max^q β / (A u^α).
    /// </summary>
    /// <returns>The problem and how much time a step at the peak takes; null where the fit has no power kernel with β below 1.</returns>
    public static (ScalingProblem Problem, double TimePerStep)? Scaling(Fit fit, double peak)
    {
        if (Value(fit, "alpha") is not { } alpha || Value(fit, "beta") is not { } beta || Value(fit, "A") is not { } a) return null;
        if (Value(fit, "B") is not { } b || Value(fit, "C") is not { } c || !(beta < 1)) return null;
        var (gamma, p, q) = (Value(fit, "gamma") ?? 0, Value(fit, "p") ?? 1, Value(fit, "q") ?? 1);
        var unit = c * Math.Pow(peak, -gamma);
        var noise = b * Math.Pow(peak, q) * beta / (a * Math.Pow(unit, alpha));
        return (new ScalingProblem(alpha, 1 / (1 - beta)) { Noise = noise }, unit * Math.Pow(peak, p));
    }

    /// <summary>The convex bound of a schedule with its base rate tuned, in units of D·G.</summary>
    public static double Bound(AtlasSchedule schedule) => LastIterateBound.Of(schedule.Path.Rates.TrimEnd(0.0)).Value;

    static double? Value(Fit fit, string name) => fit.Law.Law.IndexOf(name) is >= 0 and var place ? fit.Law.Theta[place] : null;
}
