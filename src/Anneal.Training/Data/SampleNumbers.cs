using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>
/// The random numbers of one sample, in order, without an allocation: number n is the key of the n-th child of the sample's seed,
/// which two rounds of a mixing bijection make of it.
/// </summary>
struct SampleNumbers
{
    readonly Seed seed;
    int next;
    double spare;
    bool hasSpare;

    SampleNumbers(Seed seed) => this.seed = seed;

    /// <summary>Those of a sample of a set (<c>seed["train"]</c>, <c>seed["held-out"]</c>).</summary>
    public static SampleNumbers Of(Seed set, long sample) => new(set[(int)(sample >> 32)][(int)sample]);

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => seed[next++].Key;

    /// <summary>A multiple of 2⁻⁵³ uniform in [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform between two numbers.</summary>
    public double NextBetween(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        var (sine, cosine) = Math.SinCos(Math.Tau * NextUniform());
        (spare, hasSpare) = (radius * sine, true);
        return radius * cosine;
    }
}
