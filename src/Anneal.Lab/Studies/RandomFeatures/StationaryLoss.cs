using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>Where constant rates settle, and from which rate on they do not.</summary>
static class StationaryLoss
{
    const string Source = "closed form from the recursion";
    const int Steps = 20_000;

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [];

    public static StudyPart Run(StudyContext context)
    {
        double[] batches = [1, 4, 16];
        var edges = batches.Select(batch => Edge(Model(batch))).ToArray();
        double[][] rates = [.. edges.Select(edge => (double[])[.. Enumerable.Range(0, 9).Select(i => .06 * Math.Pow(.97 * edge / .06, i / 8.0))])];
        var settled = context.Map(.005, batches.Length * 9, i => Last(Model(batches[i / 9]), rates[i / 9][i % 9]));
        var escaped = context.Map(.005, batches.Length, i => (Below: Last(Model(batches[i]), .98 * edges[i]), Above: Last(Model(batches[i]), 1.02 * edges[i])));
        var (low, high) = (Model(4).StationaryLoss(.3), Model(3).StationaryLoss(.8));
        List<Claim> claims =
        [
            Claim.AtMost("Plateau at η = 0.3, m = 4 is gσ²/(1 − g): relative difference", Source, Math.Abs((Last(Model(4), .3) / low) - 1), 1e-8),
            Claim.AtMost("Plateau at η = 0.8, m = 3 is gσ²/(1 − g): relative difference", Source, Math.Abs((Last(Model(3), .8) / high) - 1), 1e-8),
            Claim.AtMost(
                "Rates 2 % below η λ₁ (1 + 1/m) = 2 or g = 1 stay at their plateau: largest ratio", Source,
                escaped.Select((loss, i) => loss.Below / Model(batches[i]).StationaryLoss(.98 * edges[i])).Max(), 1.001),
            Claim.AtLeast("Rates 2 % above diverge: least loss over the first", Source, escaped.Min(loss => double.IsNaN(loss.Above) ? double.PositiveInfinity : loss.Above) / Model(1).InitialLoss, 1e6),
        ];
        Ink[] inks = [Ink.Vermilion, Ink.Green, Ink.Blue];
        var marks = new List<Mark>();
        for (var i = 0; i < batches.Length; i++)
        {
            double[] fine = [.. Enumerable.Range(0, 200).Select(j => .05 * Math.Pow(.9999 * edges[i] / .05, j / 199.0))];
            marks.Add(new Line(fine, [.. fine.Select(Model(batches[i]).StationaryLoss)]) { Ink = inks[i], Dash = Dash.Solid });
            marks.Add(new Rule(Direction.Vertical, edges[i]) { Ink = inks[i] });
            marks.Add(new Points(rates[i], settled.AsSpan(9 * i, 9)) { Name = $"m = {batches[i]}", Ink = inks[i] });
        }

        return new(null, claims,
        [
            new StudyFigure("stationary-loss", new Figure("A constant rate settles where its noise and its progress balance")
            {
                Subtitle = "40 modes, a = 1.5, b = 1.2, σ² = 0.2",
                X = new Axis("rate η (1/λ₁)") { Scale = AxisScale.Logarithmic },
                Panels = [new Panel(new Axis("stationary loss L∞") { Scale = AxisScale.Logarithmic, Upper = 30 }) { Marks = marks }],
            }, $"Points: the recursion after {Digits.Count(Steps)} updates. Lines: gσ²/(1 − g), g = Σ (ηλ/m)/(2 − ηλ(1 + 1/m)). Dashed: the largest stable rates."),
        ]);
    }

    static RandomFeatureModel Model(double batch) => new(PowerLawSpectrum.Exact(1.5, 1.2, 40), batch, .2);

    static double Last(RandomFeatureModel model, double rate) => model.MeanLoss(new Constant(rate, Steps))[^1];

    static double Edge(RandomFeatureModel model)
    {
        var (stable, unstable) = (0.0, 2.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (stable + unstable) / 2;
            if (model.IsStable(middle)) stable = middle;
            else unstable = middle;
        }

        return stable;
    }
}
