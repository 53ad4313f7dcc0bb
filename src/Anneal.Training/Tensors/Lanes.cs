using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Training.Tensors;

/// <summary>
/// Functions of eight numbers at a time, and sums over many. Sums run over 4 × 8 lanes in one order on every processor; only
/// whether a product and a sum are rounded together differs between them.
/// </summary>
static unsafe class Lanes
{
    public const int Width = 8;

    const float Least = -50;

    /// <summary>eˣ for x in [−87, 88], within 2 units in the last place; outside as at the ends.</summary>
    /// <remarks>x = n ln 2 + r with |r| ≤ ½ ln 2; the series of eʳ to r⁷, whose rest is below 2⁻²⁷; times 2ⁿ by its exponent.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // In this order of operands the native instructions hand on a NaN.
        x = Vector256.MinNative(Vector256.Create(88f), Vector256.MaxNative(Vector256.Create(-87f), x));
        var n = Vector256.Round(x * Vector256.Create(1.44269504f));
        // ln 2 in two parts: n times the first has no rounding.
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), r);
        var y = Vector256.MultiplyAddEstimate(r, Vector256.Create(1f / 5040), Vector256.Create(1f / 720));
        y = Vector256.MultiplyAddEstimate(y, r, Vector256.Create(1f / 120));
        y = Vector256.MultiplyAddEstimate(y, r, Vector256.Create(1f / 24));
        y = Vector256.MultiplyAddEstimate(y, r, Vector256.Create(1f / 6));
        y = Vector256.MultiplyAddEstimate(y, r, Vector256.Create(0.5f));
        y = Vector256.MultiplyAddEstimate(y, r, Vector256<float>.One);
        y = Vector256.MultiplyAddEstimate(y, r, Vector256<float>.One);
        return y * ((Vector256.ConvertToInt32Native(n) + Vector256.Create(127)) << 23).AsSingle();
    }

    /// <summary>1 / (1 + e⁻ˣ), below x = −50 as there.</summary>
    /// <remarks>e⁻⁵⁰ is far below a rounding error of 1; numbers too small for a full mantissa would slow every later product tenfold.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) =>
        Vector256<float>.One / (Vector256<float>.One + Exp(Vector256.MinNative(Vector256.Create(-Least), -x)));

    // A comparison with a NaN is false, so that it is handed on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ExpOrZero(Vector256<float> x) => Vector256.AndNot(Exp(x), Vector256.LessThan(x, Vector256.Create(Least)));

    /// <summary>Up to eight numbers; what is missing is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* x, int count) => count >= Width ? Vector256.Load(x) : LoadSome(x, count);

    /// <summary>Stores the first up to eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* x, int count)
    {
        if (count >= Width) value.Store(x);
        else StoreSome(value, x, count);
    }

    /// <summary>Σ x y.</summary>
    public static float Dot(float* x, float* y, int count)
    {
        var (s0, s1, s2, s3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        for (; i + 32 <= count; i += 32)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i), Vector256.Load(y + i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 8), Vector256.Load(y + i + 8), s1);
            s2 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 16), Vector256.Load(y + i + 16), s2);
            s3 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 24), Vector256.Load(y + i + 24), s3);
        }

        for (; i < count; i += Width)
            s0 = Vector256.MultiplyAddEstimate(Load(x + i, count - i), Load(y + i, count - i), s0);
        return Vector256.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>Σ x y z.</summary>
    public static float Dot(float* x, float* y, float* z, int count)
    {
        var (s0, s1) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i) * Vector256.Load(y + i), Vector256.Load(z + i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 8) * Vector256.Load(y + i + 8), Vector256.Load(z + i + 8), s1);
        }

        for (; i < count; i += Width)
            s0 = Vector256.MultiplyAddEstimate(Load(x + i, count - i) * Load(y + i, count - i), Load(z + i, count - i), s0);
        return Vector256.Sum(s0 + s1);
    }

    /// <summary>The largest of one number or more; a NaN among them may go unseen.</summary>
    public static float Max(float* x, int count)
    {
        var max = Vector256.Create(x[0]);
        var i = 0;
        for (; i + Width <= count; i += Width) max = Vector256.MaxNative(max, Vector256.Load(x + i));
        var most = max[0];
        for (var lane = 1; lane < Width; lane++) most = MathF.Max(most, max[lane]);
        for (; i < count; i++) most = MathF.Max(most, x[i]);
        return most;
    }

    /// <summary>x ← e^{scale (x − max)}, and 0 for what is below e⁻⁵⁰; returns their sum.</summary>
    public static float ExpSum(float* x, int count, float scale, float max)
    {
        var (factor, shift) = (Vector256.Create(scale), Vector256.Create(-scale * max));
        var (s0, s1) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var y0 = ExpOrZero(Vector256.MultiplyAddEstimate(Vector256.Load(x + i), factor, shift));
            var y1 = ExpOrZero(Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 8), factor, shift));
            y0.Store(x + i);
            y1.Store(x + i + 8);
            (s0, s1) = (s0 + y0, s1 + y1);
        }

        for (; i < count; i += Width)
        {
            Store(ExpOrZero(Vector256.MultiplyAddEstimate(Load(x + i, count - i), factor, shift)), x + i, count - i);
            s0 += Load(x + i, count - i);
        }

        return Vector256.Sum(s0 + s1);
    }

    /// <summary>x ← x factor.</summary>
    public static void Scale(float* x, int count, float factor)
    {
        var by = Vector256.Create(factor);
        var i = 0;
        for (; i + Width <= count; i += Width) (Vector256.Load(x + i) * by).Store(x + i);
        for (; i < count; i++) x[i] *= factor;
    }

    /// <summary>y ← y + factor x.</summary>
    public static void Add(float* x, float* y, int count, float factor = 1)
    {
        var by = Vector256.Create(factor);
        var i = 0;
        for (; i < count; i += Width)
            Store(Vector256.MultiplyAddEstimate(Load(x + i, count - i), by, Load(y + i, count - i)), y + i, count - i);
    }

    static Vector256<float> LoadSome(float* x, int count)
    {
        var eight = stackalloc float[Width];
        for (var i = 0; i < Width; i++) eight[i] = i < count ? x[i] : 0;
        return Vector256.Load(eight);
    }

    static void StoreSome(Vector256<float> value, float* x, int count)
    {
        for (var i = 0; i < count; i++) x[i] = value[i];
    }
}
