namespace Anneal.Simulation;

/// <summary>Philox 4×32-10: 128 random bits as a function of a 128-bit counter and a 64-bit key.</summary>
/// <remarks>Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".</remarks>
static class Philox
{
    const int Rounds = 10;

    /// <summary>The four words at a counter; counter and key are given low half first.</summary>
    public static (ulong Low, ulong High) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        var (c0, c1) = ((uint)counterLow, (uint)(counterLow >> 32));
        var (c2, c3) = ((uint)counterHigh, (uint)(counterHigh >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var first = 0xD2511F53UL * c0;
            var second = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            // Weyl sequences of the golden ratio and of √3 − 1.
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}
