using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>How well a minimum is known: the coordinates' covariance, and what of it the data say alone.</summary>
/// <remarks>
/// The information is JᵀWJ/(s² f): s the larger of a robust scale (1.4826 times the median) and the quadratic mean of the
/// residuals cut at three of it, f = (1 + r)/(1 − r) for the residuals' lag-one autocorrelation r, since a law that misses does
/// so for many rows in a row. Priors and, so that it always inverts, the wide spreads of <see cref="Identifiability"/> are added.
/// </remarks>
sealed class Uncertainty
{
    public required double[] Covariance { get; init; }

    public required double[] StandardErrors { get; init; }

    /// <summary>Spreads without the prior, against a wide one.</summary>
    public required double[] DataSpreads { get; init; }

    public required bool[] AtBound { get; init; }

    /// <summary>The prior's share of the objective.</summary>
    public required double PriorPart { get; init; }

    public static Uncertainty Of(LossLaw law, Minimization minimization, RobustMinimum minimum, FitOptions options)
    {
        var (n, p) = (minimization.Count, minimum.Point.Length);
        var (residuals, jacobian) = (new double[n], new double[n * p]);
        minimization.Linearize(minimum.Point, residuals, jacobian);
        var variance = Variance(residuals);
        var box = minimization.Box;
        var information = new double[p * p];
        for (var i = 0; i < n; i++)
        {
            var weight = box.Weights[i] / variance;
            for (var a = 0; a < p; a++)
            {
                for (var b = 0; b < p; b++) information[(a * p) + b] += weight * jacobian[(i * p) + a] * jacobian[(i * p) + b];
            }
        }

        var held = new bool[p];
        var (atBound, priorPart) = (new bool[p], 0.0);
        var prior = new double[p];
        for (var j = 0; j < p; j++)
        {
            held[j] = box.Lower[j] >= box.Upper[j];
            var margin = 1e-6 * (box.Upper[j] - box.Lower[j]);
            atBound[j] = !held[j] && (minimum.Point[j] <= box.Lower[j] + margin || minimum.Point[j] >= box.Upper[j] - margin);
            if (box.PriorPrecision.Length == 0 || box.PriorPrecision[j] == 0) continue;
            var off = minimum.Point[j] - box.PriorMean[j];
            priorPart += box.PriorPrecision[j] * off * off / 2;
            prior[j] = options.Priors.First(x => x.Parameter == law.Parameters[j].Name).Deviation is var d ? 1 / (d * d) : 0;
        }

        var data = Invert(law, information, new double[p], held);
        var full = Invert(law, information, prior, held);
        var theta = new double[p];
        minimization.Coordinates.ToTheta(minimum.Point, theta);
        var slopes = new double[p * p];
        minimization.Coordinates.Slopes(theta, slopes);
        var (errors, spreads) = (new double[p], new double[p]);
        for (var j = 0; j < p; j++)
        {
            errors[j] = held[j] ? double.NaN : Math.Sqrt(Form(slopes.AsSpan(j * p, p), full));
            spreads[j] = held[j] ? 0 : Math.Sqrt(data[(j * p) + j]);
        }

        return new Uncertainty
        {
            Covariance = full,
            StandardErrors = errors,
            DataSpreads = spreads,
            AtBound = atBound,
            PriorPart = priorPart,
        };
    }

    // (information + prior + wide prior)⁻¹, with rows and columns of 0 for what is held.
    static double[] Invert(LossLaw law, double[] information, double[] prior, bool[] held)
    {
        var p = prior.Length;
        var (matrix, inverse) = ((double[])information.Clone(), new double[p * p]);
        for (var j = 0; j < p; j++)
        {
            var wide = Identifiability.WideSpread(law.Parameters[j]);
            matrix[(j * p) + j] += prior[j] + (1 / (wide * wide));
            for (var k = 0; held[j] && k < p; k++) matrix[(j * p) + k] = matrix[(k * p) + j] = k == j ? 1 : 0;
        }

        if (!Cholesky.Invert(matrix, inverse)) Array.Fill(inverse, double.NaN);
        for (var j = 0; j < p; j++)
        {
            if (held[j]) inverse[(j * p) + j] = 0;
        }

        return inverse;
    }

    // xᵀMx.
    static double Form(ReadOnlySpan<double> x, double[] matrix)
    {
        var sum = 0.0;
        for (var a = 0; a < x.Length; a++)
        {
            for (var b = 0; b < x.Length; b++) sum += x[a] * matrix[(a * x.Length) + b] * x[b];
        }

        return sum;
    }

    static double Variance(double[] residuals)
    {
        double[] sizes = [.. residuals.Select(Math.Abs).Order()];
        var robust = 1.4826 * sizes[sizes.Length / 2];
        var cut = 3 * Math.Max(robust, 1e-12);
        var mean = residuals.Average(r => Math.Clamp(r, -cut, cut) * Math.Clamp(r, -cut, cut));
        var (lagged, total) = (0.0, 1e-300);
        for (var i = 1; i < residuals.Length; i++)
        {
            lagged += residuals[i] * residuals[i - 1];
            total += residuals[i] * residuals[i];
        }

        var r = Math.Clamp(lagged / total, 0, 0.98);
        return Math.Max(mean, robust * robust) * (1 + r) / (1 - r);
    }
}
