namespace Anneal.Simulation;

/// <summary>
/// Names a random stream. <c>seed["noise"][replica]</c> is the same stream on every machine and thread count, and adding a
/// consumer changes no other stream.
/// </summary>
/// <param name="Key">64 bits of state.</param>
public readonly record struct Seed(ulong Key)
{
    /// <summary>The child stream called <paramref name="purpose"/> (FNV-1a over its UTF-16 code units).</summary>
    public Seed this[string purpose]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(purpose);
            var hash = 0xCBF29CE484222325UL;
            foreach (var c in purpose)
                hash = (hash ^ c) * 0x100000001B3UL;
            return Child(hash);
        }
    }

    /// <summary>The child stream numbered <paramref name="index"/>.</summary>
    public Seed this[int index] => Child((ulong)index);

    // Both steps are bijections, so distinct salts give distinct children.
    Seed Child(ulong salt) => new(Finalise(Key ^ Finalise(salt + 0x9E3779B97F4A7C15UL)));

    // The finaliser of SplitMix64 (Stafford's variant 13).
    internal static ulong Finalise(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
