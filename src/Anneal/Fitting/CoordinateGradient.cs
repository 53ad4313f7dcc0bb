namespace Anneal.Fitting;

/// <summary>Turns derivatives in θ into derivatives in a fit's coordinates, and those into variances.</summary>
sealed class CoordinateGradient
{
    readonly Fit fit;
    readonly double[] slopes;

    public CoordinateGradient(Fit fit)
    {
        this.fit = fit;
        var p = fit.Law.Theta.Length;
        slopes = new double[p * p];
        new Coordinates(fit.Law.Law, fit.Reference).Slopes(fit.Law.Theta.AsSpan(), slopes);
    }

    /// <summary>factor · ∂/∂z from ∂/∂θ.</summary>
    public void Of(ReadOnlySpan<double> byTheta, double factor, Span<double> byPlace)
    {
        var p = byTheta.Length;
        byPlace.Clear();
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++) byPlace[j] += factor * byTheta[i] * slopes[(i * p) + j];
        }
    }

    /// <summary>gᵀΣg, at least 0.</summary>
    public double Variance(ReadOnlySpan<double> gradient)
    {
        var (sum, p) = (0.0, gradient.Length);
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++) sum += gradient[i] * gradient[j] * fit.Covariance[(i * p) + j];
        }

        return Math.Max(sum, 0);
    }
}
