using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Sums of many float32 numbers in double, in one order on every processor.</summary>
static unsafe class Sums
{
    /// <summary>Σ x².</summary>
    public static double Squares(float* x, int count)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < count; i += Lanes.Width)
        {
            var (a, b) = Vector256.Widen(Lanes.Load(x + i, count - i));
            (low, high) = (low + (a * a), high + (b * b));
        }

        return Vector256.Sum(low + high);
    }

    /// <summary>Σ |x|.</summary>
    public static double Magnitudes(float* x, int count)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < count; i += Lanes.Width)
        {
            var (a, b) = Vector256.Widen(Vector256.Abs(Lanes.Load(x + i, count - i)));
            (low, high) = (low + a, high + b);
        }

        return Vector256.Sum(low + high);
    }

    /// <summary>Σ g (z − y).</summary>
    public static double Lead(float* g, float* z, float* y, int count)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < count; i += Lanes.Width)
        {
            var (g0, g1) = Vector256.Widen(Lanes.Load(g + i, count - i));
            var (z0, z1) = Vector256.Widen(Lanes.Load(z + i, count - i));
            var (y0, y1) = Vector256.Widen(Lanes.Load(y + i, count - i));
            (low, high) = (low + (g0 * (z0 - y0)), high + (g1 * (z1 - y1)));
        }

        return Vector256.Sum(low + high);
    }

    /// <summary>Σ g² / (√v root + ε): the squared norm of a gradient in Adam's diagonal.</summary>
    public static double ScaledSquares(float* g, float* v, int count, float root, float epsilon)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < count; i += Lanes.Width)
        {
            var scale = (Vector256.Sqrt(Lanes.Load(v + i, count - i)) * root) + Vector256.Create(epsilon);
            var gradient = Lanes.Load(g + i, count - i);
            var (d0, d1) = Vector256.Widen(gradient / scale);
            var (g0, g1) = Vector256.Widen(gradient);
            (low, high) = (low + (g0 * d0), high + (g1 * d1));
        }

        return Vector256.Sum(low + high);
    }
}
