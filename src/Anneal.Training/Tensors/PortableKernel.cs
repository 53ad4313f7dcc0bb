using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Training.Tensors;

/// <summary>Four rows of two 128-bit vectors, for processors without wider ones; fused where the processor fuses.</summary>
sealed unsafe class PortableKernel : MicroKernel
{
    public override int Rows => 4;

    public override int Columns => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int depth, float* a, nint rowStride, nint depthStride, float* b, float* c, nint stride, bool accumulate)
    {
        Vector128<float> c00 = default, c01 = default;
        Vector128<float> c10 = default, c11 = default;
        Vector128<float> c20 = default, c21 = default;
        Vector128<float> c30 = default, c31 = default;
        for (; depth > 0; depth--)
        {
            var b0 = Vector128.Load(b);
            var b1 = Vector128.Load(b + 4);
            var x = Vector128.Create(*a);
            c00 = Vector128.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector128.MultiplyAddEstimate(x, b1, c01);
            x = Vector128.Create(a[rowStride]);
            c10 = Vector128.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector128.MultiplyAddEstimate(x, b1, c11);
            x = Vector128.Create(a[2 * rowStride]);
            c20 = Vector128.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector128.MultiplyAddEstimate(x, b1, c21);
            x = Vector128.Create(a[3 * rowStride]);
            c30 = Vector128.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector128.MultiplyAddEstimate(x, b1, c31);
            a += depthStride;
            b += 8;
        }

        Put(c00, c01, c, accumulate);
        Put(c10, c11, c + stride, accumulate);
        Put(c20, c21, c + (2 * stride), accumulate);
        Put(c30, c31, c + (3 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Vector128<float> left, Vector128<float> right, float* c, bool accumulate)
    {
        if (accumulate) (left, right) = (left + Vector128.Load(c), right + Vector128.Load(c + 4));
        left.Store(c);
        right.Store(c + 4);
    }
}
