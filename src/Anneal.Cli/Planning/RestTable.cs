using Anneal.Control;
using Anneal.Fitting;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli.Planning;

/// <summary>The ways in which a run may go on, for people.</summary>
static class RestTable
{
    /// <summary>Each option and what the best gains over it, paired; null for the best itself and for other ends.</summary>
    public static IReadOnlyList<(RestOption Option, Comparison? Gain)> Compare(Fit fit, RunSoFar run, RestOfRun found)
    {
        var (best, training) = (found.Best, run.Run.Run);
        RatePath Path(RestOption option) => new(option.Schedule, training.PriorSum, training.WarmupSteps);
        return
        [
            .. found.Options.Select(option => (option, option == best || option.Schedule.Steps != best.Schedule.Steps
                ? null
                : Comparison.Of(fit, Path(best), Path(option), best.Final.Level))),
        ];
    }

    public static TextTable Of(IReadOnlyList<(RestOption Option, Comparison? Gain)> compared, RestOption best) => new(
        ["option", "decay begins", "ends at", "final loss", Digits.Percent(best.Final.Level) + " interval", "best gains", "interval of the gain"],
        compared.Select(entry => (string[])
        [
            entry.Option.Name,
            entry.Option.DecayStart is { } start ? Digits.Count(start) : "",
            Digits.Count(entry.Option.Schedule.Steps),
            Digits.Fixed(entry.Option.Loss, 4),
            entry.Option.Final.Lower.IsEmpty ? "" : Digits.Interval(entry.Option.Final.Lower[^1], entry.Option.Final.Upper[^1]),
            entry.Gain is { } gain ? Digits.Fixed(gain.Difference, 4) : "",
            entry.Gain is { Lower: { } lower, Upper: { } upper } ? Digits.Interval(lower, upper) : "",
        ]));

    /// <summary>The schedule with few enough knots to read: every rate within 0.2 %.</summary>
    public static Schedule Short(RestOption option) => Abridgement.Of(option.Schedule, 2e-3);
}
