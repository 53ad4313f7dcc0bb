using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.Transfers;

/// <summary>What the tuned rates look like.</summary>
static class TransferExhibits
{
    static readonly string[] schedules = ["constant rate", "linear decay"];
    static readonly Ink[] scheduleInks = [Ink.Vermilion, Ink.Blue];
    static readonly Ink[] horizonInks = [Ink.SkyBlue, Ink.Green, Ink.Orange, Ink.Black];

    public static StudyFigure BestRates(TransferGrid[] grids) => new(
        "best-rates",
        new Figure("The best base rate against the horizon")
        {
            X = new("horizon T (updates)") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels = [.. grids.Select(grid => new Panel(new($"{grid.Name}: base rate η*") { Scale = AxisScale.Logarithmic }) { Height = 190, Marks = [.. Enumerable.Range(0, 2).SelectMany(schedule => Marks(grid, schedule))] })],
        },
        "Points: minima of parabolas in ln η, whiskers two standard errors over the seeds. Lines: the powers of T nearest to them.");

    public static StudyFigure Losses(TransferGrid grid) => new(
        $"losses-{grid.Name}",
        new Figure($"{grid.Name}: final loss against the base rate, by horizon")
        {
            X = new("base rate η") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels = [.. Enumerable.Range(0, 2).Select(schedule => new Panel(new($"{schedules[schedule]}: loss (nats)")) { Height = 210, Marks = [.. Curves(grid, schedule)] })],
        },
        "Means over the seeds; crosses: the parabolas' minima, where they lie inside the grid.");

    public static StudyTable Table(TransferGrid[] grids) => new(
        "best-rates",
        "Best base rates with the standard error of their logarithm, losses there, and the slope d ln η*/d ln T over all horizons; the last column is what the longest horizon loses at the best rate of the shortest.",
        ["data", "schedule", "T (updates)", "η*", "error of ln η*", "loss", "inside the grid", "slope", "its standard error", "cost of keeping η* (nats)"],
        [
            .. from grid in grids
               from schedule in Enumerable.Range(0, 2)
               from horizon in Enumerable.Range(0, grid.Horizons.Length)
               select Row(grid, schedule, horizon),
        ]);

    public static StudyTable Data(TransferGrid[] grids) => new(
        "losses", "All final losses.", ["data", "schedule", "T (updates)", "η", "seed", "loss (nats)"],
        [
            .. from grid in grids
               from schedule in Enumerable.Range(0, 2)
               from horizon in Enumerable.Range(0, grid.Horizons.Length)
               from rate in Enumerable.Range(0, grid.Rates.Length)
               from seed in Enumerable.Range(0, grid.Seeds)
               select (Cell[])[grid.Name, schedules[schedule], (double)grid.Horizons[horizon], grid.Rates[rate], seed + 1.0, grid.Losses[schedule][horizon][rate][seed]],
        ])
    { IsFileOnly = true };

    static Cell[] Row(TransferGrid grid, int schedule, int horizon)
    {
        var (best, error, isLast) = (grid.Best(schedule, horizon), grid.LogBest(schedule, horizon).Error, horizon == grid.Horizons.Length - 1);
        var slope = grid.Slope(schedule);
        return
        [
            grid.Name, schedules[schedule], (double)grid.Horizons[horizon], Cell.Of(best.Rate, 3), Cell.Of(error, 2), best.Loss, best.IsInside ? "yes" : "no",
            isLast ? Cell.Of(slope.Value, 2) : "", isLast ? Cell.Of(slope.Error, 2) : "", isLast ? Cell.Of(grid.TransferCost(schedule).Value, 2) : "",
        ];
    }

    static IEnumerable<Mark> Marks(TransferGrid grid, int schedule)
    {
        double[] times = [.. grid.Horizons.Select(steps => (double)steps)];
        Jackknife[] logs = [.. times.Select((_, i) => grid.LogBest(schedule, i))];
        var (name, ink, slope) = (schedules[schedule], scheduleInks[schedule], grid.Slope(schedule).Value);
        var middle = logs.Average(log => log.Value) - (slope * times.Average(Math.Log));
        yield return new Line(times, [.. times.Select(t => Math.Exp(middle + (slope * Math.Log(t))))]) { Ink = ink, Dash = Dash.Dashed };
        yield return new Whiskers(times, [.. logs.Select(log => Math.Exp(log.Value - (2 * log.Error)))], [.. logs.Select(log => Math.Exp(log.Value + (2 * log.Error)))]) { Name = name, Ink = ink };
        yield return new Points(times, [.. logs.Select(log => Math.Exp(log.Value))]) { Name = name, Ink = ink, Marker = schedule == 0 ? Marker.Square : Marker.Circle, Size = 7 };
    }

    static IEnumerable<Mark> Curves(TransferGrid grid, int schedule)
    {
        int[] seeds = [.. Enumerable.Range(0, grid.Seeds)];
        for (var horizon = 0; horizon < grid.Horizons.Length; horizon++)
        {
            var (ink, name, means) = (horizonInks[horizon], $"T = {Digits.Count(grid.Horizons[horizon])}", grid.Means(schedule, horizon, seeds));
            yield return new Line(grid.Rates, means) { Name = name, Ink = ink, Dash = Dash.Solid };
            yield return new Points(grid.Rates, means) { Name = name, Ink = ink, Marker = Marker.Circle };
            var best = grid.Best(schedule, horizon);
            if (best.IsInside) yield return new Points((double[])[best.Rate], (double[])[best.Loss]) { Ink = ink, Marker = Marker.Cross, Size = 9 };
        }
    }
}
