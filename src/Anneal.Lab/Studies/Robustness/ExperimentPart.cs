using System.Numerics.Tensors;
using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.Robustness;

/// <summary>Logistic regression on grids of rates thinned out in every way: what a coarse grid costs at its worst offset.</summary>
static class ExperimentPart
{
    // 1e-4 … 1e2, three rates to a factor of 2, so that a thinned grid may start anywhere.
    const int PerDoubling = 3;
    const int Rates = (20 * PerDoubling) + 1;
    static readonly double[] rates = [.. Enumerable.Range(0, Rates).Select(i => 1e-4 * Math.Pow(2, (double)i / PerDoubling))];
    static readonly Shape[] shapes = Shape.Tried;

    public static StudyPart Run(StudyContext context)
    {
        var problem = context.Do(0.05, () => LogisticRegression.Draw(
            context.Get(RobustnessStudy.ExampleCount), context.Get(RobustnessStudy.Dimension), 0.1, context.Seed["logistic"]));
        var (steps, batch, runs) = (context.Get(RobustnessStudy.Steps), context.Get(RobustnessStudy.Batch), context.Get(RobustnessStudy.Runs));
        var found = context.Map(0.7, shapes.Length * Rates, i => Measure(
            problem, shapes[i / Rates].Rates(steps), rates[i % Rates], batch, runs, context.Seed["logistic batches"], context.Cancellation));
        var gaps = shapes.Select((_, s) => found[(s * Rates)..((s + 1) * Rates)]).ToArray();
        var coarse = gaps.Select(own => ThinnedGrids.Costs([.. own.Select(gap => gap.Mean)], PerDoubling)).ToArray();
        return new(Finding(coarse), Claims(context, gaps, coarse), [Grids(coarse, context), Curves(gaps), Table(coarse)]);
    }

    // The mean of f − f* at the end of projected SGD, and its standard error.
    static (double Mean, double Error) Measure(LogisticRegression problem, double[] shape, double rate, int batch, int runs, Seed seed, CancellationToken cancellation)
    {
        var radius = 2 * problem.Distance;
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var oracle = new GradientOracle(problem, batch, new RandomNumbers(seed[run]));
            var (x, g) = (new double[problem.Dimension], new double[problem.Dimension]);
            foreach (var h in shape)
            {
                oracle.Next(x, g);
                TensorPrimitives.MultiplyAdd(g, -rate * h, x, x);
                var length = TensorPrimitives.Norm<double>(x);
                if (length > radius) TensorPrimitives.Multiply(x, radius / length, x);
            }

            var gap = problem.Value(x) - problem.Minimum;
            (sum, squares) = (sum + gap, squares + (gap * gap));
        }

        var mean = sum / runs;
        return (mean, Math.Sqrt(Math.Max(0, (squares / runs) - (mean * mean)) / (runs - 1)));
    }

    static List<Claim> Claims(StudyContext context, (double Mean, double Error)[][] gaps, GridCost[][] coarse)
    {
        const string Source = "Attia and Koren 2025, arXiv:2503.09411, on data of our own";
        var isJudged = context.IsPublished(RobustnessStudy.Batch)
            && context.IsLarge(RobustnessStudy.ExampleCount, RobustnessStudy.Dimension, RobustnessStudy.Steps, RobustnessStudy.Runs);
        var claims = new List<Claim>
        {
            Order("Worst cost of grids with R = 8, 16, 32, geometric mean: constant over linear", Shape.Constant, Shape.Linear, 1),
            Order("The same: 1/√t over linear", Shape.InverseSqrt, Shape.Linear, 1),
            Order("The same: linear over cosine, but for noise", Shape.Linear, Shape.Cosine, 0.95),
            Claim.Show("The same: constant over 1/√t, alike in theory", Source, Cost(Shape.Constant) / Cost(Shape.InverseSqrt), 1),
        };
        for (var s = 0; s < shapes.Length; s++)
        {
            var own = gaps[s];
            var best = Array.IndexOf(own, own.MinBy(gap => gap.Mean));
            // Rates too high by 4 to 64: beyond, the edge of the domain caps what can be lost.
            var arm = Enumerable.Range(best + (2 * PerDoubling), 4 * PerDoubling).Where(i => i < Rates).ToArray();
            if (arm.Length < 2) continue;
            var fit = PowerFit.Of([.. arm.Select(i => rates[i])], [.. arm.Select(i => own[i].Mean)]);
            claims.Add(Claim.Show($"{shapes[s].Name}: slope of f − f* at rates too high by 4 to 64", Source, fit.Exponent, shapes[s].Exponent));
        }

        return claims;

        Claim Order(string statement, Shape worse, Shape better, double least) => isJudged
            ? Claim.AtLeast(statement, Source, Cost(worse) / Cost(better), least)
            : Claim.Show(statement, Source, Cost(worse) / Cost(better), 1);
        double Cost(Shape shape) => ThinnedGrids.WorstOfCoarse(coarse[Array.FindIndex(shapes, other => other.Name == shape.Name)]);
    }

    static string Finding(GridCost[][] coarse)
    {
        string At(Shape shape) => Digits.Significant(coarse[Array.IndexOf(shapes, shape)].Single(at => at.Ratio == 16).Worst, 2);
        return $"On logistic regression a grid with ratio 16 costs at worst {At(Shape.Constant)} times the best loss gap with a constant rate, "
            + $"{At(Shape.Linear)} with a linear decay and {At(Shape.Cosine)} with a cosine.";
    }

    static StudyFigure Curves((double Mean, double Error)[][] gaps)
    {
        var marks = new List<Mark>();
        for (var s = 0; s < shapes.Length; s++)
        {
            var own = gaps[s];
            marks.Add(new Line(rates, [.. own.Select(gap => gap.Mean)]) { Name = shapes[s].Name, Dash = Dash.Solid });
            marks.Add(new Whiskers(rates, [.. own.Select(gap => gap.Mean - gap.Error)], [.. own.Select(gap => gap.Mean + gap.Error)]) { Name = shapes[s].Name, Width = 1 });
        }

        return new(
            "rates",
            new Figure("Logistic regression at every rate of the grid")
            {
                X = new("base rate η") { Scale = AxisScale.Logarithmic },
                Panels = [new(new("f(x_T) − f*") { Scale = AxisScale.Logarithmic }) { Marks = marks, Height = 280 }],
            },
            "Projected SGD, last iterate, mean over streams of batches with standard errors.");
    }

    static StudyFigure Grids(GridCost[][] coarse, StudyContext context) => new(
        "grids",
        ThinnedGrids.Figure("What a coarse grid costs at its worst offset", [("loss gap over its least value", shapes, coarse)], context.Get(RobustnessStudy.Horizon)),
        "Points: logistic regression, grids thinned to a ratio of R, the best rate of each over the best rate of all, the worst of all offsets. "
        + "Dashed: the bound, for the best rate at the worst place between two of the grid.");

    static StudyTable Table(GridCost[][] coarse) => new(
        "grid-costs",
        "The best rate of a thinned grid over the best rate of all: the worst and the mean over offsets.",
        ["schedule", .. ThinnedGrids.Headers(coarse[0])],
        [.. shapes.Select((shape, s) => (Cell[])[shape.Name, .. ThinnedGrids.Cells(coarse[s])])]);
}
