using System.Collections.Immutable;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>A customary schedule, and what the best one gains over it.</summary>
/// <param name="Baseline">The schedule.</param>
/// <param name="Gain">L(baseline) − L(best), with its interval.</param>
public sealed record ComparedBaseline(Baseline Baseline, Comparison Gain);

/// <summary>The best schedule under a fit, its final loss with an interval, and what it gains over customary ones.</summary>
/// <param name="Best">The best schedule.</param>
/// <param name="Final">Its final loss.</param>
/// <param name="Compared">Customary schedules under the same law and constraints, best first.</param>
public sealed record Recommendation(OptimalSchedule Best, Forecast Final, ImmutableArray<ComparedBaseline> Compared)
{
    /// <summary>
    /// The share of the predicted gain that comes from rates below the lowest one in the fitted runs: how much of the gain over the best
    /// customary schedule within the seen range is lost when the floor is the lowest rate seen. Null where the schedule stays within.
    /// </summary>
    public double? GainOutsideSeen { get; init; }

    /// <summary>Finds the best schedule and compares it.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="constraints">Which schedules are allowed.</param>
    /// <param name="form">Among which of them to look; null for all.</param>
    /// <param name="level">The level of all intervals, in 0 … 1.</param>
    /// <param name="progress">Told the share of the work that has been done.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InfeasibleException">The constraints contradict each other, or the form.</exception>
    /// <exception cref="InputException">The law has no gradient that this search needs, or does not know the rates.</exception>
    public static Recommendation Of(
        Fit fit, ScheduleConstraints constraints, ScheduleForm? form = null, double level = 0.9, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(constraints);
        if (fit.Law.Law is DataLaw)
            throw new InputException($"The {fit.Law.Law.Card.Title} knows how many steps a run has and not their rates, so that all schedules of a length are alike to it.");
        var best = ScheduleOptimizer.Minimize(fit.Law, constraints, form, Part.Of(progress, 0, 0.5), cancellation);
        // The path-consistent and the literal form of a law have the same parameters, and so the same covariance.
        var minimized = fit with { Law = best.Law };
        var baselines = Baselines.Under(best.Law, constraints, Part.Of(progress, 0.5, 1), cancellation);
        return new Recommendation(
            best,
            Forecaster.Of(minimized, best.Path, [best.Path.Steps - 1], level),
            [.. baselines.Select(baseline =>
                new ComparedBaseline(baseline, Comparison.Of(minimized, best.Path, baseline.Path, level)))])
        {
            GainOutsideSeen = OutsideSeen(fit, best, constraints, form, cancellation),
        };
    }

    static double? OutsideSeen(
        Fit fit, OptimalSchedule best, ScheduleConstraints constraints, ScheduleForm? form, CancellationToken cancellation)
    {
        if (fit.Runs.IsEmpty || Lowest(best.Path) >= fit.Seen.LowestRate * (1 - 1e-9) || fit.Seen.LowestRate >= constraints.Peak) return null;
        var seen = constraints with { Floor = fit.Seen.LowestRate };
        OptimalSchedule inside;
        IReadOnlyList<Baseline> customary;
        try
        {
            inside = ScheduleOptimizer.Minimize(fit.Law, seen, form, null, cancellation);
            customary = Baselines.Under(best.Law, seen, null, cancellation);
        }
        catch (InfeasibleException)
        {
            // A fixed beginning or a slope that does not go with the higher floor.
            return null;
        }

        if (customary.Count == 0) return null;
        var gain = customary[0].Loss - best.Loss;
        return gain > 0 ? Math.Clamp((inside.Loss - best.Loss) / gain, 0, 1) : null;
    }

    static double Lowest(RatePath path)
    {
        var lowest = path.Peak;
        foreach (var rate in path.Rates[path.WarmupSteps..]) lowest = Math.Min(lowest, rate);
        return lowest;
    }
}
