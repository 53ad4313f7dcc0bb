using Anneal.Curves;
using Anneal.Numerics;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Fitting;

/// <summary>
/// A run that has begun, seen through a fit: how far its logged losses lie off the law, and what that says of losses still to come.
/// </summary>
/// <remarks>
/// Log losses are taken as one Gaussian vector: log L(t, z) with the fit's covariance Σ for z, plus the law's own error
/// (<see cref="ErrorPlace"/>), plus measurement noise. The logged rows, averaged in blocks, are conditioned on in closed form: a law
/// that has been a little high so far is corrected, the more so the nearer the step, and the interval narrows accordingly.
/// </remarks>
public sealed class RunSoFar
{
    const int MostBlocks = 10, RowsPerBlock = 5;

    readonly Fit fit;
    readonly CoordinateGradient coordinates;
    readonly double[] residual, precision;
    readonly double[][] gradients;
    readonly ErrorPlace[] places;
    readonly bool isFitted;

    /// <summary>Conditions a fit on a run.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="run">The run's counted points so far.</param>
    /// <param name="isFitted">Whether the fit has seen these rows, so that they say nothing new of its parameters.</param>
    /// <exception cref="InputException">No row counts yet.</exception>
    public RunSoFar(Fit fit, FitRun run, bool isFitted = false)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(run);
        (this.fit, this.isFitted, Run) = (fit, isFitted, run);
        coordinates = new CoordinateGradient(fit);
        var points = run.Points;
        if (points.Count == 0) throw new InputException($"{run.Run.Name} has no row that counts yet; it ends within its warm-up.");
        // A handful of rows shows no noise of its own.
        Noise = points.Count >= 2 * RowsPerBlock && NoiseLevel.Of(points) is > 0 and var noise ? noise : double.IsNaN(fit.Noise) ? 0 : fit.Noise;
        var blocks = Math.Clamp(points.Count / RowsPerBlock, 1, MostBlocks);
        (residual, gradients) = (new double[blocks], new double[blocks][]);
        var (_, logLoss, rows) = LogLosses.Of(fit, run.Run.Path, points.Steps);
        var width = fit.Law.Theta.Length;
        var (variances, middles) = (new double[blocks], new int[blocks]);
        for (var b = 0; b < blocks; b++)
        {
            var (from, to) = (points.Count * b / blocks, points.Count * (b + 1) / blocks);
            gradients[b] = new double[width];
            for (var i = from; i < to; i++)
            {
                residual[b] += (Math.Log(points.Loss[i]) - logLoss[i]) / (to - from);
                for (var j = 0; j < width; j++) gradients[b][j] += rows[(i * width) + j] / (to - from);
            }

            middles[b] = points.Steps[(from + to - 1) / 2];
            variances[b] = Noise * Noise / (to - from);
        }

        places = ErrorPlace.Along(fit, run.Run.Path, middles);
        var covariance = new double[blocks * blocks];
        for (var i = 0; i < blocks; i++)
        {
            for (var j = 0; j <= i; j++)
                covariance[(i * blocks) + j] = Covariance(i, gradients[j], places[j]) + (i == j ? variances[i] + 1e-14 : 0);
        }

        precision = new double[blocks * blocks];
        if (!Cholesky.Invert(covariance, precision)) Array.Clear(precision);
    }

    /// <summary>The run and its counted points.</summary>
    public FitRun Run { get; }

    /// <summary>The relative noise of one of its rows.</summary>
    public double Noise { get; }

    /// <summary>log(measured) − log(law), averaged over the latest rows.</summary>
    public double LatestOffset => residual[^1];

    /// <summary>Losses at steps of a schedule that begins like the run's, with an interval for what will be logged there.</summary>
    /// <param name="path">The whole schedule, from step 0 on.</param>
    /// <param name="steps">Strictly rising step labels.</param>
    /// <param name="level">The share of measurements that the interval should hold, in 0 … 1.</param>
    public Forecast Forecast(RatePath path, ReadOnlySpan<int> steps, double level = 0.9)
    {
        Require.Level(level);
        var (_, logLoss, rows) = LogLosses.Of(fit, path, steps);
        var there = ErrorPlace.Along(fit, path, steps);
        var width = fit.Law.Theta.Length;
        var quantile = StudentT.InvCDF(0, 1, Forecaster.Freedom, (1 + level) / 2);
        var (loss, lower, upper) = (new double[steps.Length], new double[steps.Length], new double[steps.Length]);
        for (var i = 0; i < steps.Length; i++)
        {
            var (shift, variance) = Conditioned(rows.AsSpan(i * width, width), there[i]);
            var s = Math.Sqrt(variance + (Noise * Noise));
            loss[i] = Math.Exp(logLoss[i] + shift);
            lower[i] = loss[i] * Math.Exp(-quantile * s);
            upper[i] = loss[i] * Math.Exp(quantile * s);
        }

        var bare = fit.Covariance.IsEmpty;
        return new Forecast
        {
            Steps = [.. steps],
            Loss = [.. loss],
            Lower = bare ? [] : [.. lower],
            Upper = bare ? [] : [.. upper],
            Level = level,
            Warnings = steps.IsEmpty ? [] : Forecaster.Warnings(fit, new CoveredSoFar(path).Through(steps[^1])),
        };
    }

    (double Shift, double Variance) Conditioned(ReadOnlySpan<double> gradient, in ErrorPlace place)
    {
        var n = residual.Length;
        var cross = new double[n];
        for (var i = 0; i < n; i++) cross[i] = Covariance(i, gradient, place);
        var (shift, explained) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var weight = 0.0;
            for (var j = 0; j < n; j++) weight += precision[(i * n) + j] * cross[j];
            shift += weight * residual[i];
            explained += weight * cross[i];
        }

        var prior = coordinates.Covariance(gradient, gradient) + (place.Size * place.Size);
        return (shift, Math.Max(prior - explained, 0));
    }

    double Covariance(int block, ReadOnlySpan<double> gradient, in ErrorPlace place) =>
        (isFitted ? 0 : coordinates.Covariance(gradients[block], gradient)) + places[block].Covariance(place);
}
