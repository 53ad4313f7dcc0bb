using System.Globalization;

namespace Anneal.Numerics;

/// <summary>Products of numbers that people write in a few digits.</summary>
static class DecimalProduct
{
    /// <summary>
    /// a · b as the decimal number that is meant: 0.1 · 3e-4 is 3e-5, and not 2.9999999999999997e-5, which is one rounding away. The result is
    /// the double nearest to the first 15 digits of the product, so that it is off by 5e-15 of itself at most.
    /// </summary>
    public static double Of(double a, double b) =>
        double.Parse((a * b).ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
