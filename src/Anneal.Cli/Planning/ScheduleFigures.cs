using System.Globalization;
using Anneal.Control;
using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Cli.Planning;

/// <summary>Pictures of the best schedule and of what it gains.</summary>
static class ScheduleFigures
{
    const string BestName = "best";

    /// <summary>The forecast loss above, with the best schedule's interval, and the rates below.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="recommendation">The best schedule; the cosine and the best of the baselines are drawn beside it.</param>
    /// <param name="lossUnit">The loss's unit; null if it is not known.</param>
    public static Figure LossAndRate(Fit fit, Recommendation recommendation, string? lossUnit)
    {
        var best = recommendation.Best;
        var minimized = fit with { Law = best.Law };
        var grid = Forecaster.Grid(best.Path.Steps);
        var forecast = Forecaster.Of(minimized, best.Path, grid, recommendation.Final.Level);
        var losses = new List<Mark>();
        if (!forecast.Lower.IsEmpty)
            losses.Add(new Band(grid, forecast.Lower.AsSpan(), forecast.Upper.AsSpan()) { Name = BestName, Ink = Ink.Vermilion });
        losses.Add(new Line(grid, forecast.Loss.AsSpan()) { Name = BestName, Ink = Ink.Vermilion, Dash = Dash.Solid, Width = 2 });
        foreach (var (baseline, ink, dash) in Shown(recommendation))
            losses.Add(new Line(grid, best.Law.Losses(baseline.Path, grid)) { Name = baseline.Name, Ink = ink, Dash = dash });
        // The first fifth is steep and nearly the same for all; without it the end can be read.
        var highest = forecast.Loss[Array.FindIndex(grid, step => step >= best.Path.Steps / 5)];
        var lowest = forecast.Lower.IsEmpty ? forecast.Loss[^1] : Math.Min(forecast.Lower[^1], forecast.Loss[^1]);
        return new Figure("Forecast loss and rate of the best schedule")
        {
            Subtitle = Text($"{Digits.Count(best.Path.Steps)} steps; {best.Law.Law.Card.Title}"),
            Description = Text($"The best schedule ends at a loss of {Digits.Significant(best.Loss)}."),
            Panels =
            [
                new Panel(new Axis(lossUnit is null ? "loss" : $"loss ({lossUnit})") { Lower = lowest - (0.05 * (highest - lowest)), Upper = highest }) { Marks = losses },
                Rates(recommendation, 150),
            ],
        };
    }

    /// <summary>The rates alone, for a terminal.</summary>
    public static Figure Rate(Recommendation recommendation) =>
        new("Rate of the best schedule") { Panels = [Rates(recommendation, 150)] };

    /// <summary>What the best schedule gains over each baseline, with its interval.</summary>
    public static Figure Gains(Recommendation recommendation)
    {
        var rows = recommendation.Compared.Reverse().ToArray();
        var marks = new List<Mark> { new Rule(Direction.Vertical, 0) { Dash = Dash.Solid } };
        foreach (var (verdict, name, ink) in Groups)
        {
            var places = Enumerable.Range(0, rows.Length).Where(i => rows[i].Gain.Verdict == verdict).ToArray();
            if (places.Length == 0) continue;
            var at = Array.ConvertAll(places, i => (double)i);
            if (rows[0].Gain.Lower is not null)
            {
                marks.Add(new Whiskers(at, Array.ConvertAll(places, i => rows[i].Gain.Lower!.Value), Array.ConvertAll(places, i => rows[i].Gain.Upper!.Value))
                {
                    Direction = Direction.Horizontal,
                    Ink = ink,
                });
            }

            marks.Add(new Points(Array.ConvertAll(places, i => rows[i].Gain.Difference), at) { Name = name, Ink = ink, Marker = Marker.Circle, Size = 7 });
        }

        return new Figure("What the best schedule gains")
        {
            Subtitle = Text($"final loss of the baseline less that of the best, {recommendation.Final.Level:P0} intervals, the law's own error included"),
            X = new Axis("difference of final losses"),
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("")
                {
                    Lower = -0.6,
                    Upper = rows.Length - 0.4,
                    Ticks = [.. rows.Select((row, i) => new Tick(i, row.Baseline.Name))],
                })
                {
                    Marks = marks,
                    Height = 34 * rows.Length,
                },
            ],
        };
    }

    static readonly (Verdict, string, Ink)[] Groups =
    [
        (Verdict.Better, "best is better", Ink.Blue), (Verdict.Tied, "tied", Ink.Grey), (Verdict.Worse, "best is worse", Ink.Vermilion),
    ];

    static Panel Rates(Recommendation recommendation, double height)
    {
        var best = recommendation.Best;
        var marks = new List<Mark> { new Line(best.Path.Rates) { Name = BestName, Ink = Ink.Vermilion, Dash = Dash.Solid, Width = 2 } };
        foreach (var (baseline, ink, dash) in Shown(recommendation))
            marks.Add(new Line(baseline.Path.Rates) { Name = baseline.Name, Ink = ink, Dash = dash });
        return new Panel(new Axis("rate") { Lower = 0 }) { Marks = marks, Height = height };
    }

    // The best baseline and the most common one.
    static IEnumerable<(Baseline Baseline, Ink Ink, Dash Dash)> Shown(Recommendation recommendation)
    {
        var all = recommendation.Compared;
        if (all.IsEmpty) yield break;
        yield return (all[0].Baseline, Ink.Blue, Dash.Dashed);
        var cosine = all.FirstOrDefault(compared => compared.Baseline.Name == "cosine");
        if (cosine is not null && cosine != all[0]) yield return (cosine.Baseline, Ink.Green, Dash.DashDot);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
