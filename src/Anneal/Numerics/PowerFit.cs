namespace Anneal.Numerics;

/// <summary>The power law y = c·x^p nearest to points in the least squares of ln y.</summary>
/// <param name="Exponent">p.</param>
/// <param name="Factor">c.</param>
/// <param name="StandardError">Of p, from the scatter about the line; 0 with two points.</param>
/// <param name="RSquared">The share of the variance of ln y that the line takes up.</param>
public readonly record struct PowerFit(double Exponent, double Factor, double StandardError, double RSquared)
{
    /// <summary>Fits at least two points of positive coordinates.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a coordinate is not positive, or all abscissae are equal.</exception>
    public static PowerFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(y.Length, x.Length, nameof(y), nameof(x));
        if (x.Length < 2) throw new ArgumentException("A slope needs two points.", nameof(x));
        var (meanX, meanY) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            if (!(x[i] > 0) || !(y[i] > 0)) throw new ArgumentException("A power law passes through positive points only.", nameof(y));
            meanX += Math.Log(x[i]) / x.Length;
            meanY += Math.Log(y[i]) / x.Length;
        }

        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (Math.Log(x[i]) - meanX, Math.Log(y[i]) - meanY);
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }

        if (!(xx > 0)) throw new ArgumentException("A slope needs two different abscissae.", nameof(x));
        var slope = xy / xx;
        var rest = Math.Max(0, yy - (slope * xy));
        return new(
            slope, Math.Exp(meanY - (slope * meanX)), x.Length > 2 ? Math.Sqrt(rest / (x.Length - 2) / xx) : 0, yy > 0 ? 1 - (rest / yy) : 1);
    }
}
