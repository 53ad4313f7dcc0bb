using System.Numerics;
using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>
/// A seeded permutation of 0 … n − 1, each place computed alone: a Feistel network on the next even number of bits, walked until it lands
/// below n.
/// </summary>
/// <remarks>Source: Black and Rogaway 2002, "Ciphers with arbitrary finite domains", method of the cycle walk.</remarks>
readonly struct SampleOrder
{
    const int Rounds = 6;

    readonly Seed seed;
    readonly ulong count;
    readonly int half;

    public SampleOrder(long count, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (this.count, this.seed) = ((ulong)count, seed);
        half = Math.Max(1, (65 - BitOperations.LeadingZeroCount(this.count - 1)) / 2);
    }

    /// <summary>What stands at a place.</summary>
    public long this[long place]
    {
        get
        {
            var x = (ulong)place;
            // At most four times as many numbers as places: four walks on average at the worst.
            do x = Scrambled(x);
            while (x >= count);
            return (long)x;
        }
    }

    ulong Scrambled(ulong x)
    {
        var mask = (1UL << half) - 1;
        var (left, right) = (x >> half, x & mask);
        for (var round = 0; round < Rounds; round++) (left, right) = (right, left ^ (seed[round][(int)right].Key & mask));
        return (left << half) | right;
    }
}
