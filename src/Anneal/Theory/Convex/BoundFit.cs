using Anneal.Fitting;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Theory;

/// <summary>Real loss curves as the bound's: L(t) ≈ C + M · Ω_t(γ), Ω that of <see cref="LastIterateCurve"/> for D = G = 1.</summary>
/// <remarks>
/// M Ω_t(γ) = (M/γ) X_t + M γ Y_t with X, Y the two parts of the bound, so C, M/γ and Mγ, none below 0, are found at once: by least
/// squares of the losses, or by Huber's loss of their logarithms with δ = 1e-3. γ says how the rates of the log compare with those of
/// the bound: a schedule is at the bound's own best where γ is its <see cref="LastIterateBound.BaseRate"/>.
/// Source: Schaipp et al. 2025, arXiv:2501.18965, section 4 and its code, where C and M are fitted at a given γ.
/// </remarks>
/// <param name="Floor">C.</param>
/// <param name="DistanceFactor">M/γ.</param>
/// <param name="NoiseFactor">Mγ.</param>
public sealed record BoundFit(double Floor, double DistanceFactor, double NoiseFactor)
{
    const double LogDelta = 1e-3;

    /// <summary>M.</summary>
    public double Scale => Math.Sqrt(DistanceFactor * NoiseFactor);

    /// <summary>γ.</summary>
    public double BaseRate => Math.Sqrt(NoiseFactor / DistanceFactor);

    /// <summary>Fits runs together.</summary>
    /// <param name="runs">The runs and the points of them that count; points at steps of rate 0 do not.</param>
    /// <param name="robust">Huber's loss of logarithms; else least squares of losses.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="ArgumentException">There are fewer than three points, or a loss is not positive and <paramref name="robust"/>.</exception>
    public static BoundFit Of(IReadOnlyList<FitRun> runs, bool robust = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var (x, y, losses) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var run in runs)
        {
            var (curve, points) = (LastIterateCurve.Of(run.Run.Path.Rates, cancellation: cancellation), run.Points);
            for (var i = 0; i < points.Count; i++)
            {
                var at = Parts(run.Run.Path, curve, points.Steps[i]);
                if (!double.IsFinite(at.Distance + at.Noise)) continue;
                x.Add(at.Distance);
                y.Add(at.Noise);
                losses.Add(points.Loss[i]);
            }
        }

        if (losses.Count < 3) throw new ArgumentException("C, M and γ need three points.", nameof(runs));
        if (robust && losses.Min() <= 0) throw new ArgumentException("Logarithms need losses above 0.", nameof(runs));
        // In units of the largest part, so that the three unknowns are of one size.
        var (unitX, unitY) = (x.Max(), y.Max());
        var problem = new RobustProblem(losses.Count, [0, 0, 0], [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity])
        {
            Delta = robust ? LogDelta : double.PositiveInfinity,
            Tolerance = 1e-12,
        };
        var solver = new RobustLeastSquares(problem, Residuals);
        var (floor, spread) = (losses.Min(), losses.Max() - losses.Min());
        var best = solver.Minimize([floor, spread, spread], cancellation).Point;
        return new(best[0], best[1] / unitX, best[2] / unitY);

        void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
        {
            for (var i = 0; i < residuals.Length; i++)
            {
                var (a, b) = (x[i] / unitX, y[i] / unitY);
                var value = z[0] + (z[1] * a) + (z[2] * b);
                residuals[i] = robust ? Math.Log(value / losses[i]) : value - losses[i];
                if (jacobian.IsEmpty) continue;
                var slope = robust ? 1 / value : 1;
                (jacobian[3 * i], jacobian[(3 * i) + 1], jacobian[(3 * i) + 2]) = (slope, slope * a, slope * b);
            }
        }
    }

    /// <summary>The fitted curve of a schedule at every step; +∞ where its rate is 0.</summary>
    public double[] Losses(RatePath path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var curve = LastIterateCurve.Of(path.Rates, cancellation: cancellation);
        var losses = new double[path.Steps];
        for (var t = 0; t < losses.Length; t++)
        {
            var at = Parts(path, curve, t);
            losses[t] = double.IsFinite(at.Noise) ? Floor + (DistanceFactor * at.Distance) + (NoiseFactor * at.Noise) : double.PositiveInfinity;
        }

        return losses;
    }

    // A warm-up before the first step has moved the iterate as well; its noise is forgotten.
    static LastIterateBound Parts(RatePath path, LastIterateCurve curve, int step) =>
        new(1 / (2 * (path.PriorSum + path.Sums[step])), curve[step].Noise);
}
