using System.Numerics.Tensors;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ScheduleFree;

/// <summary>A method in the contest.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="IsTuned">Whether it has a base rate to tune.</param>
/// <param name="Train">Runs it from the origin at a base rate for as long as the trace is.</param>
sealed record Entrant(string Name, bool IsTuned, Action<Contest, GradientOracle, double, Trace> Train)
{
    /// <summary>SGD with a schedule; its last iterate, or the average of all iterates.</summary>
    public static Entrant Sgd(string name, Func<int, double[]> shape, bool averaged = false) => new(name, true, (contest, oracle, rate, trace) =>
    {
        var (rates, d) = (shape(trace.Steps), contest.Problem.Dimension);
        var (x, mean, g) = (new double[d], new double[d], new double[d]);
        for (var t = 0; t < rates.Length; t++)
        {
            oracle.Next(x, g);
            TensorPrimitives.MultiplyAdd(g, -rate * rates[t], x, x);
            if (averaged) TensorPrimitives.Lerp<double>(mean, x, 1.0 / (t + 1), mean);
            if (trace.Wants(t + 1)) trace.Note(averaged ? mean : x);
        }
    });

    /// <summary>Schedule-free SGD, or AdamW, with a schedule inside and z weighed by the rate of its own next step.</summary>
    public static Entrant ScheduleFree(string name, double interpolation, Func<int, double[]> shape, bool adam = false) =>
        new(name, true, (contest, oracle, rate, trace) =>
        {
            var rates = shape(trace.Steps);
            TensorPrimitives.Multiply(rates, rate, rates);
            var points = new ScheduleFreeTriple(new double[contest.Problem.Dimension], interpolation, rates[0]);
            var (sgd, adamW) = (new ScheduleFreeSgd(points), new ScheduleFreeAdamW(points));
            var g = new double[points.Y.Length];
            for (var t = 0; t < rates.Length; t++)
            {
                oracle.Next(points.Y, g);
                var weight = t + 1 < rates.Length ? rates[t + 1] : 0;
                if (adam) adamW.Step(g, rates[t], weight);
                else sgd.Step(g, rates[t], weight);
                if (trace.Wants(t + 1)) trace.Note(points.X);
            }
        });

    /// <summary>The adaptive Polyak step: with each batch's loss at x*, or with 0 as its bound and G²/4 as the least squared norm.</summary>
    public static Entrant Polyak(string name, double interpolation, bool oracle, double? beta2 = null) =>
        new(name, false, (contest, batches, _, trace) =>
        {
            var points = new ScheduleFreeTriple(new double[contest.Problem.Dimension], interpolation, 1);
            var floor = oracle ? 0 : contest.Problem.Lipschitz * contest.Problem.Lipschitz / 4;
            var method = new PolyakScheduleFree(points, beta2) { LeastSquaredNorm = floor };
            var g = new double[points.Y.Length];
            for (var t = 0; t < trace.Steps; t++)
            {
                var value = batches.Next(points.Y, g);
                method.Step(g, value, oracle ? batches.SameAt(contest.Problem.Minimizer) : 0);
                if (trace.Wants(t + 1)) trace.Note(points.X);
            }
        });

    /// <summary>ScheduleFree+.</summary>
    public static Entrant Plus(string name, double beta1) => new(name, false, (contest, oracle, _, trace) =>
    {
        var method = new ScheduleFreePlus(new double[contest.Problem.Dimension], new() { Beta1 = beta1 });
        var g = new double[method.Y.Length];
        for (var t = 0; t < trace.Steps; t++)
        {
            method.Step(g, oracle.Next(method.Y, g));
            if (trace.Wants(t + 1)) trace.Note(method.X);
        }
    });

    /// <summary>h = 1.</summary>
    public static double[] Constant(int steps) => new Constant(1, steps).ToArray();

    /// <summary>h = 1 − t/T.</summary>
    public static double[] Linear(int steps) => new Linear(1, 0, steps).ToArray();

    /// <summary>Half a cosine.</summary>
    public static double[] Cosine(int steps) => new Cosine(1, 0, steps).ToArray();

    /// <summary>A warm-up over a twentieth.</summary>
    public static double[] Warmup(int steps) => Ramps(steps, 0.05, 0);

    /// <summary>A warm-up over a tenth, and a linear decay over the last fifth.</summary>
    public static double[] Wsd(int steps) => Ramps(steps, 0.1, 0.2);

    /// <summary>A warm-up and a linear decay over shares of the steps: min(1, (t + 1)/(wT), (T − t)/(cT)).</summary>
    public static double[] Ramps(int steps, double warmup, double decay)
    {
        var rates = new double[steps];
        for (var t = 0; t < steps; t++)
        {
            rates[t] = Math.Min(
                warmup > 0 ? Math.Min(1, (t + 1) / (warmup * steps)) : 1,
                decay > 0 ? Math.Min(1, (steps - t) / (decay * steps)) : 1);
        }

        return rates;
    }
}
