using Anneal.Control;
using Anneal.Plotting;

namespace Anneal.Cli.Planning;

/// <summary>The baselines beside the best schedule, for people.</summary>
static class BaselineTable
{
    public static TextTable Of(Recommendation recommendation)
    {
        var best = recommendation.Best;
        string[] first = ["best", Digits.Count(best.Path.Steps - best.DecayStart), Loss(best.Loss), "", "", ""];
        return new TextTable(
            ["schedule", "decay steps", "final loss", "best gains", Digits.Percent(recommendation.Final.Level) + " interval", "verdict"],
            [
                first,
                .. recommendation.Compared.Select(compared => (string[])
                [
                    compared.Baseline.Name, Digits.Count(compared.Baseline.DecaySteps), Loss(compared.Baseline.Loss), Gain(compared.Gain),
                    Interval(compared.Gain), Say(compared.Gain),
                ]),
            ]);
    }

    /// <summary>What a comparison entitles one to say.</summary>
    public static string Say(Comparison gain) => (gain.Verdict, gain.Lower) switch
    {
        (_, null) => "tied (no covariance)",
        (Verdict.Better, _) => "best is better",
        (Verdict.Worse, _) => "best is worse",
        _ => "tied",
    };

    /// <summary>The word of the JSON field <c>verdict</c>.</summary>
    public static string Word(Comparison gain) =>
        gain.Lower is null ? "tied (no covariance)" : gain.Verdict.ToString().ToLowerInvariant();

    // Laws tell schedules apart to a few 1e-5 even where a fit cannot.
    static string Loss(double loss) => Digits.Fixed(loss, 5);

    static string Gain(Comparison gain) => Digits.Fixed(gain.Difference, 5);

    static string Interval(Comparison gain) => gain is { Lower: { } lower, Upper: { } upper } ? Digits.Interval(lower, upper) : "";
}
