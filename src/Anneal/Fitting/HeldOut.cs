using System.Collections.Immutable;
using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>A law's error on one run it was not fitted to.</summary>
/// <param name="Name">The run.</param>
/// <param name="Rmse">Root mean square of L − measured, in the loss's unit.</param>
/// <param name="RelativeError">The same of log loss.</param>
/// <param name="FinalError">L − measured at the last point.</param>
/// <param name="Stretch">How far outside of the fitted runs it lies: the factor that an interval there is widened by.</param>
public sealed record HeldOutRun(string Name, double Rmse, double RelativeError, double FinalError, double Stretch);

/// <summary>A law's errors on what it was not fitted to.</summary>
/// <param name="Runs">Each run, left out in turn; or the tail of the only one.</param>
/// <param name="IsTail">Whether it is the tail of one run.</param>
public sealed record HeldOut(ImmutableArray<HeldOutRun> Runs, bool IsTail)
{
    const double Tail = 0.3;
    const int MostFolds = 8;
    const double Rough = 1e-6;

    /// <summary>The mean over runs of the root mean square error; NaN if nothing could be held out.</summary>
    public double Rmse => Runs.IsEmpty ? double.NaN : Runs.Average(run => run.Rmse);

    /// <summary>
    /// Leaves each run out in turn (more than eight runs: in eight groups), or the last 30 % of the only one, fits the rest
    /// from the full fit on, and scores the law on what was left out.
    /// </summary>
    internal static HeldOut Of(Fit full, PreparedRun[] runs, FitOptions options, CancellationToken cancellation)
    {
        var law = full.Law.Law;
        var quick = options with { StartFrom = full.Law.Theta, Threads = 1, Tolerance = Rough };
        if (runs.Length == 1) return new(OfTail(law, runs[0].Run, quick, cancellation), true);
        var scores = new HeldOutRun?[runs.Length];
        var folds = Math.Min(runs.Length, MostFolds);
        Parallel.For(
            0,
            folds,
            options.Parallel(cancellation),
            fold =>
            {
                var mine = Array.ConvertAll(runs, run => run.Fork());
                PreparedRun[] rest = [.. mine.Where((_, j) => j % folds != fold)];
                if (rest.Sum(run => run.Count) < law.Parameters.Length) return;
                var fit = LawFitter.Fit(law, rest, quick, null, cancellation);
                for (var j = fold; j < mine.Length; j += folds) scores[j] = Score(fit, mine[j]);
            });
        return new([.. scores.OfType<HeldOutRun>()], false);
    }

    static ImmutableArray<HeldOutRun> OfTail(LossLaw law, FitRun run, FitOptions options, CancellationToken cancellation)
    {
        var points = run.Points;
        if (law is DataLaw || points.Count < 12) return [];
        var cut = points.Steps[points.Count - 1 - (int)(Tail * points.Count)];
        var early = new PreparedRun(law, run with { Points = points.Between(0, cut) }, options.Warmup);
        var late = new PreparedRun(law, run with { Points = points.Between(cut + 1, int.MaxValue) }, options.Warmup);
        return [Score(LawFitter.Fit(law, [early], options, null, cancellation), late)];
    }

    static HeldOutRun Score(Fit fit, PreparedRun run)
    {
        var (points, loss) = (run.Run.Points, new double[run.Count]);
        run.Evaluate(fit.Law.Theta.AsSpan(), loss, default);
        var (squares, relative) = (0.0, 0.0);
        for (var i = 0; i < loss.Length; i++)
        {
            var error = loss[i] - points.Loss[i];
            var log = Math.Log(loss[i] / points.Loss[i]);
            squares += error * error / loss.Length;
            relative += log * log / loss.Length;
        }

        var path = run.Run.Run.Path;
        var stretch = ModelErrors.Stretch(fit.Seen, new CoveredSoFar(path).Through(points.Steps[^1]), null);
        return new(run.Run.Run.Name, Math.Sqrt(squares), Math.Sqrt(relative), loss[^1] - points.Loss[^1], stretch);
    }
}
