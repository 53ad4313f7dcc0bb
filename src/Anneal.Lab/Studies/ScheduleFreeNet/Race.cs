using Anneal.Lab.Studies.Networks;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>What became of the methods of a field, and the bound's shape fitted to the constant rate inside.</summary>
/// <param name="Field">The task.</param>
/// <param name="All">The methods, in the order of <see cref="Field.Contenders"/>.</param>
sealed record Race(Field Field, Swept[] All)
{
    /// <summary>Schedules inside, weights γ; in the order of <see cref="Field.Inside"/>.</summary>
    public Swept[] Inside => All[..Field.Inside.Length];

    /// <summary>The constant rate inside.</summary>
    public Swept Constant => All[0];

    /// <summary>The tuned cosine of the ordinary optimiser.</summary>
    public Swept Cosine => All[^1];

    /// <summary>Peaks that are compared with the bound: up to the one above the best constant rate; beyond, training is unstable.</summary>
    public int Stable => Math.Min(Constant.Best + 2, Constant.Means.Length);

    /// <summary>
    /// The bound fitted to the curves of the constant rate, from a tenth of the run on, at all stable peaks, means over seeds. The other schedules are
    /// predicted.
    /// </summary>
    public BoundShape? Shape { get; } = Fit(Field, All[0]);

    /// <summary>The run of a schedule inside at a peak, the loss as the bound has it; NaN without a fit.</summary>
    public double Predicted(int shape, double peak) =>
        Shape?.After(Field.Inside[shape].Shape(peak, Field.Steps).ToArray()) ?? double.NaN;

    /// <summary>Measured and predicted final losses at all stable peaks that did not diverge.</summary>
    public (double[] Measured, double[] Predicted) Finals()
    {
        var (measured, predicted) = (new List<double>(), new List<double>());
        for (var shape = 0; shape < Inside.Length; shape++)
        {
            for (var peak = 0; peak < Stable; peak++)
            {
                if (!double.IsFinite(Inside[shape].Means[peak])) continue;
                measured.Add(Inside[shape].Means[peak]);
                predicted.Add(Predicted(shape, Inside[shape].Contender.Peaks[peak]));
            }
        }

        return ([.. measured], [.. predicted]);
    }

    /// <summary>√T · bound/(DG) of each schedule at its best peak for the bound.</summary>
    public double[] Factors => [.. Field.Inside.Select(inside => ScheduleFreeBound.Factor(inside.Shape(1, Field.Steps).ToArray()))];

    /// <summary>The Euclidean norm of gradients, root mean square over the second half of the runs with the best constant rate; clipped ones count as clipped.</summary>
    public double GradientNorm
    {
        get
        {
            var runs = Constant.Runs[Constant.Best];
            var clip = runs[0].Config.Clip ?? double.PositiveInfinity;
            return Math.Sqrt(runs.Average(run => run.GradientNorms.Skip(run.GradientNorms.Count / 2).DefaultIfEmpty(double.NaN).Average(norm => Math.Pow(Math.Min(norm, clip), 2))));
        }
    }

    static BoundShape? Fit(Field field, Swept constant)
    {
        var points = new List<(double[], double)>();
        for (var peak = 0; peak < Math.Min(constant.Best + 2, constant.Means.Length); peak++)
        {
            if (!double.IsFinite(constant.Means[peak])) continue;
            var run = constant.Runs[peak][0];
            var (rates, losses, steps) = (run.Rates.ToArray(), constant.MeanCurve(peak), run.HeldOut.Steps.ToArray());
            for (var i = 0; i < losses.Length; i++)
            {
                if (10 * (steps[i] + 1) >= field.Steps) points.Add((rates[..(steps[i] + 1)], losses[i]));
            }
        }

        return BoundShape.Of(points);
    }
}
