using System.Numerics;

namespace Anneal.Numerics;

/// <summary>The modulus of the gamma function off the real line.</summary>
static class GammaModulus
{
    // B_{2k} / (2k (2k − 1)): Stirling's series.
    static ReadOnlySpan<double> Stirling => [1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0];

    /// <summary>ln |Γ(x + iy)| for x &gt; 0, within 1e-13 or so: Stirling's series after Γ(z) = Γ(z + n) / (z (z + 1) … (z + n − 1)).</summary>
    public static double Log(double x, double y)
    {
        var (z, shift) = (new Complex(x, y), 0.0);
        for (; z.Real < 10; z += 1) shift += 0.5 * Math.Log((z.Real * z.Real) + (y * y));
        var sum = ((z - 0.5) * Complex.Log(z)) - z;
        var (inverse, power) = (1 / (z * z), 1 / z);
        foreach (var term in Stirling)
        {
            sum += term * power;
            power *= inverse;
        }

        return sum.Real + (0.5 * Math.Log(2 * Math.PI)) - shift;
    }
}
