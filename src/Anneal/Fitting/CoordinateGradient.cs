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
    public double Variance(ReadOnlySpan<double> gradient) => Math.Max(Covariance(gradient, gradient), 0);

    /// <summary>aᵀΣb; 0 without a covariance.</summary>
    public double Covariance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sum, p) = (0.0, a.Length);
        if (fit.Covariance.IsEmpty) return sum;
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++) sum += a[i] * b[j] * fit.Covariance[(i * p) + j];
        }

        return sum;
    }
}
