using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Numerics;

/// <summary>e^x for four numbers at a time within a few units of the last place; twice as fast as the general one.</summary>
/// <remarks>Below <see cref="Lowest"/> it is 0, well before the denormal numbers, which are slow.</remarks>
static class VectorExp
{
    /// <summary>Where the exponential counts as nothing.</summary>
    public const double Lowest = -100;

    // Adding 1.5 · 2^52 rounds to a whole number and leaves it in the lowest bits.
    const double Round = 6755399441055744;

    /// <summary>Where it ends above: what is larger counts as this.</summary>
    public const double Highest = 345;

    /// <summary>result_i = e^{slope x_i + offset}, the exponent no larger than Highest, 0 below Lowest.</summary>
    public static void OfLine(ReadOnlySpan<double> x, double slope, double offset, Span<double> result)
    {
        Require.SameLength(result.Length, x.Length, nameof(result), "x");
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        var (vSlope, vOffset) = (Vector256.Create(slope), Vector256.Create(offset));
        var i = 0;
        for (; i <= x.Length - 4; i += 4)
            UpTo(Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref from, (nuint)i), vSlope, vOffset)).StoreUnsafe(ref to, (nuint)i);
        for (; i < x.Length; i++)
            result[i] = UpTo(Vector256.FusedMultiplyAdd(Vector256.Create(x[i]), vSlope, vOffset))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> UpTo(Vector256<double> x) => Value(Vector256.Min(x, Vector256.Create(Highest)));

    /// <summary>e^x for x up to Highest, and 0 below Lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Value(Vector256<double> x)
    {
        var counts = Vector256.GreaterThan(x, Vector256.Create(Lowest));
        var whole = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.4426950408889634), Vector256.Create(Round));
        var n = whole - Vector256.Create(Round);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.6931471803691238), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-1.9082149292705877e-10), r);

        // Taylor's polynomial of degree 12 on |r| ≤ ln 2 / 2, in pairs: the remainder is below 2e-16.
        var r2 = r * r;
        var r4 = r2 * r2;
        var low = Pair(Pair(1.0, 1.0, r), Pair(1 / 2.0, 1 / 6.0, r), r2);
        var middle = Pair(Pair(1 / 24.0, 1 / 120.0, r), Pair(1 / 720.0, 1 / 5040.0, r), r2);
        var high = Pair(Pair(1 / 40320.0, 1 / 362880.0, r), Pair(1 / 3628800.0, 1 / 39916800.0, r), r2);
        high = Vector256.FusedMultiplyAdd(r4, Vector256.Create(1 / 479001600.0), high);
        var power = Pair(low, Pair(middle, high, r4), r4);
        return (power.AsInt64() + Vector256.ShiftLeft(whole.AsInt64(), 52)).AsDouble() & counts;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Pair(double a, double b, Vector256<double> x) =>
        Vector256.FusedMultiplyAdd(x, Vector256.Create(b), Vector256.Create(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Pair(Vector256<double> a, Vector256<double> b, Vector256<double> x) =>
        Vector256.FusedMultiplyAdd(x, b, a);
}
