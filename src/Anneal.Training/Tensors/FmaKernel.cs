using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Training.Tensors;

/// <summary>Six rows of two 256-bit vectors: 12 sums, two vectors of b and one of a fill 15 of 16 registers.</summary>
sealed unsafe class FmaKernel : MicroKernel
{
    public override int Rows => 6;

    public override int Columns => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int depth, float* a, nint rowStride, nint depthStride, float* b, float* c, nint stride, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default;
        Vector256<float> c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default;
        Vector256<float> c50 = default, c51 = default;
        var a3 = a + (3 * rowStride);
        for (; depth > 0; depth--)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + 8);
            var x = Vector256.Create(*a);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[rowStride]);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[2 * rowStride]);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a3[rowStride]);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a3[2 * rowStride]);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
            a += depthStride;
            a3 += depthStride;
            b += 16;
        }

        Put(c00, c01, c, accumulate);
        Put(c10, c11, c + stride, accumulate);
        Put(c20, c21, c + (2 * stride), accumulate);
        Put(c30, c31, c + (3 * stride), accumulate);
        Put(c40, c41, c + (4 * stride), accumulate);
        Put(c50, c51, c + (5 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Vector256<float> left, Vector256<float> right, float* c, bool accumulate)
    {
        if (accumulate) (left, right) = (left + Vector256.Load(c), right + Vector256.Load(c + 8));
        left.Store(c);
        right.Store(c + 8);
    }
}
