using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>A law's error on one run it was not fitted to.</summary>
/// <param name="Name">The run.</param>
/// <param name="Rmse">Root mean square of L − measured, in the loss's unit.</param>
/// <param name="RelativeError">The same of log loss.</param>
/// <param name="FinalError">L − measured at the last point.</param>
public sealed record HeldOutRun(string Name, double Rmse, double RelativeError, double FinalError);

/// <summary>A law's errors on what it was not fitted to.</summary>
/// <param name="Runs">Each run, left out in turn; or the tail of the only one.</param>
/// <param name="IsTail">Whether it is the tail of one run.</param>
public sealed record HeldOut(ImmutableArray<HeldOutRun> Runs, bool IsTail)
{
    const double Tail = 0.3;

    /// <summary>The mean over runs of the root mean square error; NaN if nothing could be held out.</summary>
    public double Rmse => Runs.IsEmpty ? double.NaN : Runs.Average(run => run.Rmse);

    /// <summary>Leaves each run out in turn, or the last 30 % of the only one, and scores the law on what was left out.</summary>
    public static HeldOut Of(LossLaw law, IReadOnlyList<FitRun> runs, FitOptions options, CancellationToken cancellation = default)
    {
        var quick = options with { Starts = Math.Min(options.Starts, 2), Threads = 1 };
        var counted = LawFitter.Counted(law, runs);
        if (counted.Count == 1)
        {
            var points = counted[0].Points;
            var cut = points.Steps[points.Count - 1 - (int)(Tail * points.Count)];
            if (law is DataLaw || points.Count < 12) return new([], true);
            var head = counted[0] with { Points = points.Between(0, cut) };
            var tail = counted[0] with { Points = points.Between(cut + 1, int.MaxValue) };
            return new([Score(law, [head], tail, quick, cancellation)], true);
        }

        var scores = new HeldOutRun?[counted.Count];
        Parallel.For(
            0,
            counted.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = cancellation },
            i =>
            {
                FitRun[] rest = [.. counted.Where((_, j) => j != i)];
                if (rest.Sum(run => run.Points.Count) >= law.Parameters.Length)
                    scores[i] = Score(law, rest, counted[i], quick, cancellation);
            });
        return new([.. scores.OfType<HeldOutRun>()], false);
    }

    static HeldOutRun Score(
        LossLaw law, IReadOnlyList<FitRun> train, FitRun test, FitOptions options, CancellationToken cancellation)
    {
        var fit = LawFitter.Fit(law, train, options, null, cancellation);
        return Score(fit.Law, test.Run, test.Points);
    }

    /// <summary>The errors of a law on some points of a run.</summary>
    public static HeldOutRun Score(CalibratedLaw law, TrainingRun run, LossCurve points)
    {
        var loss = law.Losses(run.Path, points.Steps);
        var (squares, relative) = (0.0, 0.0);
        for (var i = 0; i < loss.Length; i++)
        {
            var error = loss[i] - points.Loss[i];
            var log = Math.Log(loss[i] / points.Loss[i]);
            squares += error * error / loss.Length;
            relative += log * log / loss.Length;
        }

        return new(run.Name, Math.Sqrt(squares), Math.Sqrt(relative), loss[^1] - points.Loss[^1]);
    }
}
