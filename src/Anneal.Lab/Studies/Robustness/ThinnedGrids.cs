using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Robustness;

/// <summary>What a grid of rates costs that is as coarse as R: the loss at its best rate over the loss at the best of all rates.</summary>
/// <param name="Ratio">R, of neighbouring rates.</param>
/// <param name="Mean">The mean over where the grid begins.</param>
/// <param name="Worst">The worst of them.</param>
readonly record struct GridCost(double Ratio, double Mean, double Worst);

/// <summary>Grids of rates thinned out in every way to R = 2, 4, 8, 16, 32.</summary>
static class ThinnedGrids
{
    const int MostDoublings = 5;
    static readonly Ink[] inks = [Ink.Vermilion, Ink.Orange, Ink.Blue, Ink.Green, Ink.SkyBlue, Ink.Purple];

    /// <summary>The costs at R = 2 … 32.</summary>
    /// <param name="losses">At every rate of the fine grid, above 0; infinite where it diverged.</param>
    /// <param name="perDoubling">Rates of the fine grid to a factor of 2, so many offsets a thinned grid of R = 2 may have.</param>
    public static GridCost[] Costs(double[] losses, int perDoubling)
    {
        var best = losses.Min();
        return [.. Enumerable.Range(1, MostDoublings).Select(k =>
        {
            // A fine grid shorter than the spacing has no rate at the later offsets.
            var offsets = Enumerable.Range(0, Math.Min(k * perDoubling, losses.Length));
            double[] costs = [.. offsets.Select(offset => losses.Where((_, i) => i % (k * perDoubling) == offset).Min() / best)];
            return new GridCost(Math.Pow(2, k), costs.Average(), costs.Max());
        })];
    }

    /// <summary>The geometric mean of the worst costs at R = 8, 16, 32.</summary>
    public static double WorstOfCoarse(GridCost[] costs) => Math.Exp(costs.Where(at => at.Ratio >= 8).Average(at => Math.Log(at.Worst)));

    /// <summary>Columns of a table with the costs.</summary>
    public static IEnumerable<string> Headers(GridCost[] costs) =>
        [.. costs.Select(at => $"R = {at.Ratio:F0}, worst"), .. costs.Select(at => $"R = {at.Ratio:F0}, mean")];

    /// <summary>The costs in those columns.</summary>
    public static IEnumerable<Cell> Cells(GridCost[] costs) => [.. costs.Select(at => (Cell)at.Worst), .. costs.Select(at => (Cell)at.Mean)];

    /// <summary>The worst costs against R, beside the bound's for a constant rate, a linear decay and a cosine.</summary>
    /// <param name="title">The figure's.</param>
    /// <param name="panels">What is measured, schedules, and the costs of each.</param>
    /// <param name="horizon">T of the bounds.</param>
    public static Figure Figure(string title, IReadOnlyList<(string Label, Shape[] Shapes, GridCost[][] Costs)> panels, int horizon)
    {
        double[] ratios = [.. Enumerable.Range(0, (5 * MostDoublings) + 1).Select(i => Math.Pow(2, i / 5.0))];
        Shape[] bounded = [Shape.Constant, Shape.Linear, Shape.Cosine];
        var bounds = bounded.ToDictionary(shape => shape, shape => RateRobustness.Of(shape.Rates(horizon)));
        return new(title)
        {
            X = new("ratio of neighbouring rates R") { Scale = AxisScale.Logarithmic, Ticks = [.. Enumerable.Range(0, MostDoublings + 1).Select(k => new Tick(1 << k, $"{1 << k}"))] },
            Panels = [.. panels.Select(panel => new Panel(new(panel.Label) { Scale = AxisScale.Logarithmic })
            {
                Height = panels.Count == 1 ? 280 : 190,
                Marks = [.. panel.Shapes.SelectMany((shape, s) => Marks(shape, inks[s], panel.Costs[s]))],
            })],
            Legend = LegendPlace.Below,
        };

        IEnumerable<Mark> Marks(Shape shape, Ink ink, GridCost[] costs)
        {
            if (bounds.TryGetValue(shape, out var bound))
                yield return new Line(ratios, [.. ratios.Select(bound.WorstOnGrid)]) { Name = $"bound, {shape.Name}", Ink = ink, Dash = Dash.Dashed };
            double[] x = [.. costs.Select(at => at.Ratio)];
            yield return new Points(x, [.. costs.Select(at => at.Worst)]) { Name = shape.Name, Ink = ink, Size = 6 };
        }
    }
}
