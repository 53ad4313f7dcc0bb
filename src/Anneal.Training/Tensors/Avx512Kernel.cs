using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Training.Tensors;

/// <summary>Twelve rows of two 512-bit vectors: 24 sums, two vectors of b and one of a fill 27 of 32 registers.</summary>
sealed unsafe class Avx512Kernel : MicroKernel
{
    public override int Rows => 12;

    public override int Columns => 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int depth, float* a, nint rowStride, nint depthStride, float* b, float* c, nint stride, bool accumulate)
    {
        Vector512<float> c00 = default, c01 = default;
        Vector512<float> c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default;
        Vector512<float> c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default;
        Vector512<float> c70 = default, c71 = default;
        Vector512<float> c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default;
        Vector512<float> cA0 = default, cA1 = default;
        Vector512<float> cB0 = default, cB1 = default;
        var a3 = a + (3 * rowStride);
        var a6 = a + (6 * rowStride);
        var a9 = a + (9 * rowStride);
        for (; depth > 0; depth--)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            var x = Vector512.Create(*a);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[rowStride]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[2 * rowStride]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(*a3);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a3[rowStride]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a3[2 * rowStride]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(*a6);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a6[rowStride]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
            x = Vector512.Create(a6[2 * rowStride]);
            c80 = Avx512F.FusedMultiplyAdd(x, b0, c80);
            c81 = Avx512F.FusedMultiplyAdd(x, b1, c81);
            x = Vector512.Create(*a9);
            c90 = Avx512F.FusedMultiplyAdd(x, b0, c90);
            c91 = Avx512F.FusedMultiplyAdd(x, b1, c91);
            x = Vector512.Create(a9[rowStride]);
            cA0 = Avx512F.FusedMultiplyAdd(x, b0, cA0);
            cA1 = Avx512F.FusedMultiplyAdd(x, b1, cA1);
            x = Vector512.Create(a9[2 * rowStride]);
            cB0 = Avx512F.FusedMultiplyAdd(x, b0, cB0);
            cB1 = Avx512F.FusedMultiplyAdd(x, b1, cB1);
            a += depthStride;
            a3 += depthStride;
            a6 += depthStride;
            a9 += depthStride;
            b += 32;
        }

        Put(c00, c01, c, accumulate);
        Put(c10, c11, c + stride, accumulate);
        Put(c20, c21, c + (2 * stride), accumulate);
        Put(c30, c31, c + (3 * stride), accumulate);
        Put(c40, c41, c + (4 * stride), accumulate);
        Put(c50, c51, c + (5 * stride), accumulate);
        Put(c60, c61, c + (6 * stride), accumulate);
        Put(c70, c71, c + (7 * stride), accumulate);
        Put(c80, c81, c + (8 * stride), accumulate);
        Put(c90, c91, c + (9 * stride), accumulate);
        Put(cA0, cA1, c + (10 * stride), accumulate);
        Put(cB0, cB1, c + (11 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Vector512<float> left, Vector512<float> right, float* c, bool accumulate)
    {
        if (accumulate) (left, right) = (left + Vector512.Load(c), right + Vector512.Load(c + 16));
        left.Store(c);
        right.Store(c + 16);
    }
}
