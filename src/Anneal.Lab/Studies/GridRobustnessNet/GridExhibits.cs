using Anneal.Lab.Studies.Robustness;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.GridRobustnessNet;

/// <summary>What is shown of grids of rates.</summary>
static class GridExhibits
{
    const int BoundHorizon = 20_000;
    static readonly Ink[] inks = [Ink.Vermilion, Ink.Orange, Ink.Blue, Ink.Green, Ink.SkyBlue, Ink.Purple];
    static readonly double[] misses = [1.0 / 16, 0.25, 0.5, 2, 4, 16];

    public static StudyFigure Losses(GridOutcome[] outcomes, Shape[] shapes) => new(
        "rates",
        new Figure("Final loss at every base rate")
        {
            Subtitle = "means over seeds ± 2 standard errors; images under plain SGD, the transformer under AdamW",
            X = new("base rate η") { Scale = AxisScale.Logarithmic },
            Panels = [.. outcomes.Select(outcome => new Panel(new($"{outcome.Task.Name}: {outcome.Task.Loss}") { Scale = AxisScale.Logarithmic, Upper = 10 * outcome.Means.Min(means => means.Min()) })
            {
                Height = 190,
                Marks = [.. shapes.SelectMany((shape, s) => Marks(outcome, s, shape.Name))],
            })],
            Legend = LegendPlace.Below,
        },
        "Below the best rate all schedules lose alike; above it, those that anneal pass through good rates on their way down. Runs that blow up are above the picture.");

    static IEnumerable<Mark> Marks(GridOutcome outcome, int shape, string name)
    {
        var samples = outcome.Finals[shape].Select(seeds => Sample.Of(seeds)).ToArray();
        yield return new Line(outcome.Rates, outcome.Means[shape]) { Name = name, Ink = inks[shape], Dash = Dash.Solid };
        yield return new Whiskers(outcome.Rates, [.. samples.Select(sample => sample.Low)], [.. samples.Select(sample => sample.High)]) { Ink = inks[shape], Width = 1 };
    }

    public static StudyFigure Costs(GridOutcome[] outcomes, Shape[] shapes) => new(
        "grids",
        ThinnedGrids.Figure("What a coarse grid costs at its worst offset", [.. outcomes.Select(outcome => ($"{outcome.Task.Name}: cost", shapes, outcome.Costs))], BoundHorizon),
        "Points: the best rate of a grid thinned to a ratio of R over the best of all rates, the worst of all offsets, of mean losses. Dashed: the convex bound on the loss gap.");

    public static StudyFigure WorstLosses(GridOutcome[] outcomes, Shape[] shapes) => new(
        "worst-losses",
        new Figure("The loss that a coarse grid ends at, at its worst offset")
        {
            X = new("ratio of neighbouring rates R") { Scale = AxisScale.Logarithmic, Ticks = [.. outcomes[0].Costs[0].Select(cost => new Tick(cost.Ratio, $"{cost.Ratio:F0}"))] },
            Panels = [.. outcomes.Select(outcome => new Panel(new($"{outcome.Task.Name}: {outcome.Task.Loss}") { Scale = AxisScale.Logarithmic })
            {
                Height = 190,
                Marks = [.. shapes.Select((shape, s) =>
                {
                    var (costs, best) = (outcome.Costs[s], outcome.Means[s].Min());
                    return new Line([.. costs.Select(cost => cost.Ratio)], [.. costs.Select(cost => cost.Worst * best)]) { Name = shape.Name, Ink = inks[s], Dash = Dash.Solid };
                })],
            })],
            Legend = LegendPlace.Below,
        },
        "Not over each schedule's own least loss but as it is: what one gets from the grid.");

    public static IEnumerable<StudyTable> Tables(GridOutcome[] outcomes, Shape[] shapes)
    {
        yield return new(
            "grid-costs",
            "The best rate of a thinned grid over the best rate of all: the worst and the mean over offsets, of mean losses.",
            ["model", "schedule", "best rate", "least loss", .. ThinnedGrids.Headers(outcomes[0].Costs[0])],
            [.. from outcome in outcomes
                from s in Enumerable.Range(0, shapes.Length)
                let best = Array.IndexOf(outcome.Means[s], outcome.Means[s].Min())
                select (Cell[])[outcome.Task.Name, shapes[s].Name, Cell.Of(outcome.Rates[best], 3), outcome.Means[s][best], .. ThinnedGrids.Cells(outcome.Costs[s]).Select(cell => Cell.Of(cell.Number!.Value, 3))]]);
        yield return new(
            "misses",
            "The loss at a rate that is off by a factor, over the loss at the best rate: geometric means over seeds.",
            ["model", "schedule", .. misses.Select(factor => factor < 1 ? $"η/{1 / factor:F0}" : $"{factor:F0} η")],
            [.. from outcome in outcomes
                from s in Enumerable.Range(0, shapes.Length)
                select (Cell[])[outcome.Task.Name, shapes[s].Name, .. misses.Select(factor => Cell.Of(Math.Exp(outcome.LogMissed(s, factor).Average()), 3))]]);
        yield return new(
            "finals", "Every rate and seed.", ["model", "schedule", "rate", "seed", "final loss"],
            [.. from outcome in outcomes
                from s in Enumerable.Range(0, shapes.Length)
                from rate in Enumerable.Range(0, outcome.Rates.Length)
                from seed in Enumerable.Range(0, outcome.Finals[s][rate].Length)
                select (Cell[])[outcome.Task.Name, shapes[s].Name, outcome.Rates[rate], seed + 1, outcome.Finals[s][rate][seed]]])
        {
            IsFileOnly = true,
        };
    }
}
