using System.Collections.Immutable;
using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>A law's error on one run it was not fitted to.</summary>
/// <param name="Name">The run.</param>
/// <param name="Rmse">Root mean square of L − measured, in the loss's unit.</param>
/// <param name="RelativeError">The same of log loss.</param>
/// <param name="FinalError">L − measured at the last point.</param>
/// <param name="ScaledError">
/// RelativeError with each point's error divided by the factor that an interval there is widened by: what it would be within the fitted runs.
/// </param>
public sealed record HeldOutRun(string Name, double Rmse, double RelativeError, double FinalError, double ScaledError);

/// <summary>A law's errors on what it was not fitted to.</summary>
/// <param name="Runs">Each run, left out in turn; or the tail of the only one.</param>
/// <param name="IsTail">Whether it is the tail of one run.</param>
public sealed record HeldOut(ImmutableArray<HeldOutRun> Runs, bool IsTail)
{
    const double TailShare = 0.3;
    const int MostFolds = 8;
    const double Rough = 1e-6;

    /// <summary>The mean over runs of the root mean square error; NaN if nothing could be held out.</summary>
    public double Rmse => Runs.IsEmpty ? double.NaN : Runs.Average(run => run.Rmse);

    /// <summary>
    /// Leaves each run out in turn (more than eight runs: in eight groups), or the last 30 % of the only one, fits the rest
    /// from the full fit on, and scores the law on what was left out.
    /// </summary>
    internal static HeldOut Of(Fit full, PreparedRun[] runs, FitOptions options, CancellationToken cancellation) =>
        new([.. Folds(full, runs, options, cancellation).Select(fold => Score(fold.Fit, fold.LeftOut))], runs.Length == 1);

    /// <summary>What was left out, each with the fit to the rest; in the order of the runs.</summary>
    internal static IReadOnlyList<(Fit Fit, PreparedRun LeftOut)> Folds(
        Fit full, PreparedRun[] runs, FitOptions options, CancellationToken cancellation)
    {
        var law = full.Law.Law;
        var quick = options with { StartFrom = full.Law.Theta, Threads = 1, Tolerance = Rough };
        if (runs.Length == 1) return Tail(law, runs[0], quick, cancellation);
        var left = new (Fit, PreparedRun)?[runs.Length];
        var folds = Math.Min(runs.Length, MostFolds);
        Parallel.For(
            0,
            folds,
            options.Parallel(cancellation),
            fold =>
            {
                // Of a run left out the rows stay that another was branched off with: a forecast of it would have them.
                PreparedRun[] rest = [.. runs.Select((run, j) => j % folds == fold ? Part(law, run, 0, run.Run.Run.SharedThrough, options) : run.Fork()).OfType<PreparedRun>()];
                if (rest.Sum(run => run.Count) < law.Parameters.Length) return;
                var fit = LawFitter.Fit(law, rest, quick, null, cancellation);
                for (var j = fold; j < runs.Length; j += folds)
                {
                    if (Part(law, runs[j], runs[j].Run.Run.SharedThrough + 1, int.MaxValue, options) is { } own) left[j] = (fit, own);
                }
            });
        return [.. left.OfType<(Fit, PreparedRun)>()];
    }

    static IReadOnlyList<(Fit Fit, PreparedRun LeftOut)> Tail(LossLaw law, PreparedRun run, FitOptions options, CancellationToken cancellation)
    {
        var points = run.Run.Points;
        if (law is DataLaw || points.Count < 12) return [];
        var cut = points.Steps[points.Count - 1 - (int)(TailShare * points.Count)];
        var fit = LawFitter.Fit(law, [Part(law, run, 0, cut, options)!], options, null, cancellation);
        return [(fit, Part(law, run, cut + 1, int.MaxValue, options)!)];
    }

    // The rows of some steps, made ready; null for none.
    static PreparedRun? Part(LossLaw law, PreparedRun run, int from, int to, FitOptions options)
    {
        var points = run.Run.Points.Between(from, to);
        return points.Count == 0 ? null
            : points.Count == run.Count ? run.Fork()
            : new PreparedRun(law, run.Run with { Points = points }, options.Warmup);
    }

    static HeldOutRun Score(Fit fit, PreparedRun run)
    {
        var (path, points, loss) = (run.Run.Run.Path, run.Run.Points, new double[run.Count]);
        run.Evaluate(fit.Law.Theta.AsSpan(), loss, default);
        var covered = new CoveredSoFar(path);
        var (squares, relative, scaled) = (0.0, 0.0, 0.0);
        for (var i = 0; i < loss.Length; i++)
        {
            var error = loss[i] - points.Loss[i];
            var log = Math.Log(loss[i] / points.Loss[i]);
            squares += error * error / loss.Length;
            relative += log * log / loss.Length;
            log /= ModelErrors.Stretch(fit.Seen, covered.Through(points.Steps[i]), null);
            scaled += log * log / loss.Length;
        }

        return new(run.Run.Run.Name, Math.Sqrt(squares), Math.Sqrt(relative), loss[^1] - points.Loss[^1], Math.Sqrt(scaled));
    }
}
