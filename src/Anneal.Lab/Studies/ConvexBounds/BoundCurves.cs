using Anneal.Plotting;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>The bound of every beginning: its shape over training, its accuracy, and a convex problem below it.</summary>
static class BoundCurves
{
    const int Dimension = 12, Rows = 30;

    public static readonly CountParameter Steps =
        new("steps", "T of the longest bound curve, whose places are compared with direct sums.", 100_000) { Quick = 20_000, Min = 100, Max = 5_000_000 };

    public static readonly CountParameter ProblemSteps =
        new("problem-steps", "T of the subgradient method on the convex problem.", 400) { Min = 20, Max = 1_000_000 };

    static readonly string[] shapes = ["constant", "cosine", "cooldown 20 %", "linear"];

    public static StudyPart Run(StudyContext context)
    {
        var (steps, problem) = (context.Get(Steps), context.Get(ProblemSteps));
        var errors = context.Map(0.25, Shape.All.Count, i => Error(Shape.All[i].Of(steps).ToArray(), context));
        var runs = context.Map(0.05, shapes.Length, i => Descend(Shape.Named(shapes[i]), problem, context.Seed["max-affine"]));
        return new(
            null,
            [
                Claim.AtMost(
                    $"Ω_t at 120 places of 7 schedules of {Digits.Count(steps)} steps against direct sums: largest relative difference", "this project: sum of exponentials",
                    errors.Max(), 1e-9),
                Claim.AtMost(
                    "The loss of a subgradient method over its bound Ω_t, the largest over all steps of 4 schedules", "Schaipp et al. 2025, theorem 1",
                    runs.Max(run => run.Losses.Zip(run.Bounds, (loss, bound) => loss / bound).Max()), 1),
            ],
            [
                new StudyFigure("bound-curves", Picture(runs, problem),
                    "Rates (above), the bound of every step from the gradient norms that were met (middle), and f(x_t) − f* of the subgradient method on f(x) = max |⟨a_i, x − x*⟩| (below). "
                    + "The sudden fall in the cooldown is in the bound as it is in the run; a problem less wicked than the worst one does far better than its bound."),
            ]);
    }

    // 120 places, denser towards the end, where gaps are shortest.
    static double Error(double[] rates, StudyContext context)
    {
        var curve = LastIterateCurve.Of(rates, cancellation: context.Cancellation);
        var worst = 0.0;
        for (var i = 0; i < 120; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var share = i / 119.0;
            var t = (int)((rates.Length - 1) * share * (2 - share));
            worst = Math.Max(worst, Math.Abs((curve[t].Noise / LastIterateBound.Of(rates.AsSpan(0, t + 1)).Noise) - 1));
        }

        return worst;
    }

    static Descent Descend(Shape shape, int steps, Seed seed)
    {
        var random = new RandomNumbers(seed);
        var lengths = Enumerable.Range(0, Rows).Select(_ => 0.3 + (0.7 * random.NextUniform())).ToArray();
        var rows = lengths.Select(length => Unit(random).Select(v => length * v).ToArray()).ToArray();
        var x = Unit(random);
        var rates = shape.Of(steps).ToArray();
        // D = 1, and no gradient is longer than 1.
        var rate = LastIterateBound.Of(rates).BaseRate;
        var (losses, norms) = (new double[steps], new double[steps]);
        for (var t = 0; t < steps; t++)
        {
            var products = rows.Select(row => row.Zip(x, (a, b) => a * b).Sum()).ToArray();
            var steepest = Enumerable.Range(0, Rows).MaxBy(i => Math.Abs(products[i]));
            losses[t] = Math.Abs(products[steepest]);
            norms[t] = lengths[steepest];
            for (var k = 0; k < Dimension; k++) x[k] -= rate * rates[t] * Math.Sign(products[steepest]) * rows[steepest][k];
        }

        return new(shape.Name, [.. rates.Select(eta => rate * eta)], losses, LastIterateCurve.Of(rates, norms).At(rate));
    }

    static double[] Unit(RandomNumbers random)
    {
        var vector = Enumerable.Range(0, Dimension).Select(_ => random.NextNormal()).ToArray();
        var length = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }

    static Figure Picture(Descent[] runs, int steps)
    {
        var every = Math.Max(1, steps / 40);
        var seen = Enumerable.Range(0, steps).Where(t => t % every == every - 1 || t == steps - 1).ToArray();
        return new("A convex problem and its bound, step by step")
        {
            X = new Axis("step t"),
            Legend = LegendPlace.Below,
            Width = 760,
            Panels =
            [
                new Panel(new Axis("rate γη_t")) { Height = 110, Marks = [.. runs.Select((run, i) => new Line(run.Rates) { Name = run.Name, Ink = Inks[i], Dash = Dash.Solid })] },
                new Panel(new Axis("bound Ω_t") { Lower = 0, Upper = 4 * runs[0].Bounds[^1] })
                {
                    Height = 190,
                    Marks = [.. runs.Select((run, i) => new Line(run.Bounds) { Name = run.Name, Ink = Inks[i], Dash = Dash.Solid })],
                },
                new Panel(new Axis("f(x_t) − f*") { Scale = AxisScale.Logarithmic })
                {
                    Height = 190,
                    Marks = [.. runs.Select((run, i) => new Points(seen, [.. seen.Select(t => run.Losses[t])]) { Name = run.Name, Ink = Inks[i], Size = 4 })],
                },
            ],
        };
    }

    static Ink[] Inks => [Ink.Black, Ink.Green, Ink.Vermilion, Ink.Blue];

    sealed record Descent(string Name, double[] Rates, double[] Losses, double[] Bounds);
}
