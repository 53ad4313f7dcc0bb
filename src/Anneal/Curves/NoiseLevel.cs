namespace Anneal.Curves;

/// <summary>How much a logged loss scatters about its smooth course.</summary>
public static class NoiseLevel
{
    /// <summary>The rule in words.</summary>
    public const string Rule =
        "the noise level is 1.4826 times the median absolute second difference of the log loss over the last half of the rows, "
        + "scaled to one row (by 1/√6 where rows are evenly spaced), and at least what rounding alone makes";

    /// <summary>
    /// The standard deviation of the log loss, so a relative one: σ = 1.4826 · median |r_i|, where r_i is the distance of
    /// log L_i from the line through its two neighbours, divided by √(1 + w² + (1 − w)²) for a neighbour's weight w. A trend that is straight over
    /// three rows does not count and a few outliers do not matter; a bend makes this an upper bound.
    /// </summary>
    /// <param name="curve">The curve.</param>
    /// <returns>σ ≥ 0; NaN for fewer than five points.</returns>
    public static double Of(LossCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (curve.Count < 5) return double.NaN;
        var (steps, loss) = (curve.Steps.ToArray(), curve.Loss.ToArray());
        var first = Math.Clamp(curve.Count / 2, 1, curve.Count - 4);
        var residuals = new double[curve.Count - 1 - first];
        for (var i = first; i < curve.Count - 1; i++)
        {
            var weight = (double)(steps[i + 1] - steps[i]) / (steps[i + 1] - steps[i - 1]);
            var line = (weight * Math.Log(loss[i - 1])) + ((1 - weight) * Math.Log(loss[i + 1]));
            residuals[i - first] = Math.Abs(Math.Log(loss[i]) - line) / Math.Sqrt(1 + (weight * weight) + ((1 - weight) * (1 - weight)));
        }

        return Math.Max(1.4826 * Median(residuals), Rounding(curve) / Math.Sqrt(12) / loss[^1]);
    }

    /// <summary>The unit of the last digit in which all losses are written, e.g. 1e-4; 0 beyond nine decimals.</summary>
    public static double Rounding(LossCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var (decimals, scale) = (0, 1.0);
        foreach (var loss in curve.Loss)
        {
            while (!IsWhole(loss * scale))
            {
                if (++decimals > 9) return 0;
                scale *= 10;
            }
        }

        return 1 / scale;
    }

    internal static double Median(Span<double> values)
    {
        values.Sort();
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }

    // A decimal number times its power of ten is whole up to a few units in the last place.
    static bool IsWhole(double scaled) => Math.Abs(scaled - Math.Round(scaled)) <= 4e-16 * Math.Max(1, Math.Abs(scaled));
}
