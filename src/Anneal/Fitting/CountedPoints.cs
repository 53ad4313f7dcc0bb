using Anneal.Curves;

namespace Anneal.Fitting;

/// <summary>Which points of a run a fit counts.</summary>
/// <remarks>
/// The laws describe the loss after the warm-up and its transient: a point counts from twice the warm-up's length on, or from
/// the warm-up's end in a log that begins there (its author has cut it), and not before 4 % of the logged length, unless a
/// first step is given. Runs with more than 2,000 points are averaged in equal
/// windows of rows, so that a log of every step neither outweighs one of every hundredth nor slows the fit.
/// </remarks>
public static class CountedPoints
{
    const double Transient = 0.04;
    const int MostPoints = 2000;

    /// <summary>The counted points of <paramref name="run"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The first step that counts; null for the rule above.</param>
    public static FitRun Of(TrainingRun run, int? from = null)
    {
        var curve = run.Curve;
        if (curve.Count == 0) return new(run, curve);
        var last = Math.Min(curve.Steps[^1], run.Path.Steps - 1);
        var warmup = run.Path.WarmupSteps;
        var settled = curve.Steps[0] >= warmup ? warmup : 2 * warmup;
        var first = from ?? Math.Max(settled, (int)(Transient * last));
        return new(run, Thin(curve.Between(first, last)));
    }

    static LossCurve Thin(LossCurve curve)
    {
        if (curve.Count <= MostPoints) return curve;
        var every = (curve.Count + MostPoints - 1) / MostPoints;
        var (steps, losses) = (new List<int>(), new List<double>());
        for (var start = 0; start < curve.Count; start += every)
        {
            var rows = Math.Min(every, curve.Count - start);
            var (step, loss) = (0.0, 0.0);
            for (var i = start; i < start + rows; i++)
            {
                step += (double)curve.Steps[i] / rows;
                loss += curve.Loss[i] / rows;
            }

            steps.Add((int)Math.Round(step));
            losses.Add(loss);
        }

        return new LossCurve([.. steps], [.. losses]);
    }
}
