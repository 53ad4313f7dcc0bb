namespace Anneal.Plotting;

/// <summary>Round numbers on a linear axis.</summary>
static class LinearTicks
{
    static ReadOnlySpan<double> Mantissas => [1, 2, 5];

    /// <summary>
    /// The multiples of one step 1, 2 or 5 · 10ᵏ inside [lower, upper]: the finest step that gives at most
    /// <paramref name="most"/> of them, or the next finer one where that would leave fewer than three.
    /// </summary>
    /// <param name="lower">The low end, finite.</param>
    /// <param name="upper">The high end, finite and above <paramref name="lower"/> by more than rounding.</param>
    /// <param name="most">The number of ticks wished for at most, from 3.</param>
    /// <returns>Between 3 and max(<paramref name="most"/>, 8) ascending values, and their step.</returns>
    public static (double[] Values, double Step) Between(double lower, double upper, int most)
    {
        // One decade above the range no step has three multiples inside; from there downwards the count only grows.
        var decade = (int)Math.Floor(Math.Log10(upper - lower)) + 1;
        double[] values = [];
        for (var k = decade; ; k--)
        {
            for (var m = Mantissas.Length - 1; m >= 0; m--)
            {
                var finer = Multiples(lower, upper, Mantissas[m], k);
                if (finer.Length > most && values.Length >= 3)
                    return (values, values[1] - values[0]);
                values = finer;
                if (values.Length > most)
                    return (values, values[1] - values[0]);
            }
        }
    }

    static double[] Multiples(double lower, double upper, double mantissa, int exponent)
    {
        // Dividing by a whole power of ten gives the double nearest to the decimal number; multiplying by 0.1 does not.
        var (scale, divide) = (Math.Pow(10, Math.Abs(exponent)), exponent < 0);
        double Value(double i) => divide ? i * mantissa / scale : i * mantissa * scale;
        double Index(double value) => divide ? value * scale / mantissa : value / (mantissa * scale);

        var slack = 1e-9;
        var first = Math.Ceiling(Index(lower) - slack);
        var last = Math.Floor(Index(upper) + slack);
        var values = new double[(int)Math.Clamp(last - first + 1, 0, 1000)];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(Value(first + i), lower, upper);
        return values;
    }
}
