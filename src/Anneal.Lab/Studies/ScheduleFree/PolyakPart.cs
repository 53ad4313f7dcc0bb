using Anneal.Plotting;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ScheduleFree;

/// <summary>The adaptive Polyak step where batches share a minimiser: its guarantee at every step, and the rates that it finds.</summary>
static class PolyakPart
{
    const int Steps = 4000;
    static readonly double[] interpolations = [0, 0.5, 0.9];

    public static StudyPart Run(StudyContext context)
    {
        var problem = MaxAffine.Draw(60, 20, context.Seed["contests"]["max-affine"]);
        var runs = context.Map(0.02, interpolations.Length, i => Descend(problem, interpolations[i]));
        var worst = runs.Select(run => run.Select((excess, t) => excess * Math.Sqrt(t + 1) / (problem.Lipschitz * problem.Distance)).Max()).ToArray();
        const string Source = "Oikonomou et al., arXiv:2511.07767 v2; measured 0.60 – 0.65 on another draw";
        return new(
            null,
            [.. interpolations.Select((β, i) => Claim.AtMost(
                $"Adaptive Polyak step, oracle, β = {Digits.Significant(β)}: max over t ≤ {Steps} of f(x_t)√t/(GD), no noise, f* = 0", Source, worst[i], 1))],
            [Figure(problem, runs)]);
    }

    static double[] Descend(MaxAffine problem, double interpolation)
    {
        var points = new ScheduleFreeTriple(new double[problem.Dimension], interpolation, 1);
        var method = new PolyakScheduleFree(points);
        var (excess, g) = (new double[Steps], new double[problem.Dimension]);
        for (var t = 0; t < Steps; t++)
        {
            method.Step(g, problem.Subgradient(points.Y, g), 0);
            excess[t] = problem.Value(points.X);
        }

        return excess;
    }

    static StudyFigure Figure(MaxAffine problem, double[][] runs)
    {
        var steps = Enumerable.Range(1, Steps).Select(t => (double)t).ToArray();
        var rate = steps.Select(t => problem.Lipschitz * problem.Distance / Math.Sqrt(t)).ToArray();
        var losses = new List<Mark> { new Line(steps, rate) { Name = "GD/√t", Ink = Ink.Black, Dash = Dash.Dashed } };
        for (var i = 0; i < interpolations.Length; i++)
        {
            var name = $"β = {Digits.Significant(interpolations[i])}";
            losses.Add(new Line(steps, runs[i]) { Name = name, Dash = Dash.Solid });
        }

        return new(
            "polyak",
            new Figure("The adaptive Polyak step keeps its promise at every step")
            {
                Subtitle = "max |Ax − b|, 60 × 20, from the origin",
                X = new("gradients t") { Scale = AxisScale.Logarithmic },
                Panels = [new(new("f(x_t) − f*") { Scale = AxisScale.Logarithmic }) { Marks = losses, Height = 220 }],
            },
            "Dashed: the guarantee for problems whose batches share a minimiser. No rate is given to the method, and no horizon.");
    }
}
