namespace Anneal.Simulation;

/// <summary>
/// The random numbers that a <see cref="Seed"/> names, in order: the same on every thread and machine (normals and
/// chi-squares up to the last bits of the platform's logarithm and sine).
/// </summary>
/// <remarks>
/// Counts through <see cref="Philox"/> under the seed's key, so streams of different seeds share nothing and a stream has
/// 2⁶⁴ blocks. One stream serves one consumer: it is not thread-safe.
/// </remarks>
/// <param name="seed">The stream's name.</param>
public sealed class RandomNumbers(Seed seed)
{
    ulong block;
    ulong spareBits;
    bool hasSpareBits;
    double spareNormal;
    bool hasSpareNormal;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if (hasSpareBits)
        {
            hasSpareBits = false;
            return spareBits;
        }

        (var low, spareBits) = Philox.Block(block++, 0, seed.Key);
        hasSpareBits = true;
        return low;
    }

    /// <summary>A multiple of 2⁻⁵³ uniform in [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (hasSpareNormal)
        {
            hasSpareNormal = false;
            return spareNormal;
        }

        // 1 − u lies in (0, 1], where the logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        var (sine, cosine) = Math.SinCos(Math.Tau * NextUniform());
        spareNormal = radius * sine;
        hasSpareNormal = true;
        return radius * cosine;
    }

    /// <summary>A chi-square number: the squared length of that many standard normals, which need not be a whole number.</summary>
    /// <param name="degrees">Degrees of freedom, finite and ≥ 0; 0 gives 0.</param>
    /// <remarks>Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables", with their boost below one.</remarks>
    public double NextChiSquare(double degrees)
    {
        Require.Rate(degrees);
        if (degrees == 0) return 0;
        var shape = degrees / 2;
        if (shape >= 1) return 2 * NextGamma(shape);
        return 2 * NextGamma(shape + 1) * Math.Pow(1 - NextUniform(), 1 / shape);
    }

    // Shape ≥ 1: d (1 + c x)³ with x normal, accepted with probability exp(…) of its closeness to the gamma density.
    double NextGamma(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v *= v * v;
            var u = 1 - NextUniform();
            var x2 = x * x;
            // The first test is a bound on the second and nearly always decides without a logarithm.
            if (u < 1 - (0.0331 * x2 * x2) || Math.Log(u) < (x2 / 2) + (d * (1 - v + Math.Log(v)))) return d * v;
        }
    }
}
