using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Robustness;

/// <summary>The answer for a schedule and a tolerance: how far apart the rates of a grid may be, and which neighbour to choose.</summary>
static class GridPart
{
    static readonly double[] tolerances = [0.1, 0.25, 0.5, 1];

    public static StudyPart Run(StudyContext context)
    {
        var share = RobustnessStudy.ShareOf(context);
        var horizon = context.Get(RobustnessStudy.Horizon);
        if (RobustnessStudy.RatesOf(context) is { } rates)
        {
            var robustness = context.Do(0.02, () => RateRobustness.Of(rates));
            var rows = tolerances.Append(share).Distinct().Order().Select(tolerance => Row(Digits.Percent(tolerance, 3), robustness, tolerance));
            return new(
                "For this schedule: " + Sentence(robustness, share),
                [],
                [new StudyTable("grid", $"How coarse a grid may be for {context.Get(RobustnessStudy.Schedule)}.", Headers("tolerance"), [.. rows])]);
        }

        var all = context.Map(0.05, Shape.All.Length, i => RateRobustness.Of(Shape.All[i].Rates(horizon)));
        return new(
            "For a linear decay: " + Sentence(all[Array.IndexOf(Shape.All, Shape.Linear)], share),
            [],
            [
                new StudyTable(
                    "grid",
                    $"How coarse a grid may be for a loss gap within {Digits.Percent(share, 3)} of the best; name a schedule for its own answer.",
                    Headers("schedule"),
                    [.. all.Select((robustness, i) => Row(Shape.All[i].Name, robustness, share))]),
            ]);
    }

    static string[] Headers(string first) => [first, "ratio of neighbours", "rates per decade", "may be too high by", "may be too low by", "between two neighbours"];

    static Cell[] Row(string name, RateRobustness robustness, double tolerance)
    {
        var (above, below) = (robustness.Above(tolerance), robustness.Below(tolerance));
        return [name, above * below, PerDecade(above * below), above, below, Neighbour(above, below)];
    }

    static string Sentence(RateRobustness robustness, double tolerance)
    {
        var (above, below) = (robustness.Above(tolerance), robustness.Below(tolerance));
        return $"neighbouring rates of a grid may differ by a factor of {Digits.Significant(above * below, 3)} "
            + $"({Digits.Significant(PerDecade(above * below), 2)} a decade) for a loss gap within {Digits.Percent(tolerance, 3)} of the best one; "
            + $"the rate may be {Digits.Significant(above, 3)} times too high but only {Digits.Significant(below, 3)} times too low"
            + (Neighbour(above, below) == "the upper one" ? ", so between two neighbours take the upper one." : ".");
    }

    static double PerDecade(double ratio) => double.IsInfinity(ratio) ? 0 : Math.Log(10) / Math.Log(ratio);

    // Below 5 % of difference the choice is worth nothing.
    static string Neighbour(double above, double below) => above > 1.05 * below ? "the upper one" : "either";
}
