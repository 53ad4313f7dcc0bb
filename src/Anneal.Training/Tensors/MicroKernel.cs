using System.Runtime.Intrinsics.X86;

namespace Anneal.Training.Tensors;

/// <summary>The innermost loop of the matrix product: a tile of the result that stays in registers over the whole depth.</summary>
/// <remarks>
/// An element is the sum of its products in order of depth, from 0, in the precision of its kernel (fused or not), then added to
/// what was there. That order depends on nothing else, so a kernel gives the same bits for every partition of the work.
/// </remarks>
abstract unsafe class MicroKernel
{
    /// <summary>The fastest that this processor has.</summary>
    public static MicroKernel Best { get; } = Available()[0];

    /// <summary>Rows of a tile.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of a tile.</summary>
    public abstract int Columns { get; }

    /// <summary>All that this processor can run, the fastest first.</summary>
    public static IReadOnlyList<MicroKernel> Available()
    {
        var kernels = new List<MicroKernel>();
        if (Avx512F.IsSupported) kernels.Add(new Avx512Kernel());
        if (Fma.IsSupported) kernels.Add(new FmaKernel());
        kernels.Add(new PortableKernel());
        return kernels;
    }

    /// <summary>c[i, j] = (accumulate ? c[i, j] : 0) + Σ_k a[i, k] b[k, j].</summary>
    /// <param name="depth">The number of products in each sum.</param>
    /// <param name="a">a[i, k] is at i·rowStride + k·depthStride.</param>
    /// <param name="rowStride">Between rows of a.</param>
    /// <param name="depthStride">Between columns of a.</param>
    /// <param name="b">b[k, j] is at k·<see cref="Columns"/> + j.</param>
    /// <param name="c">c[i, j] is at i·stride + j.</param>
    /// <param name="stride">Between rows of c.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public abstract void Run(int depth, float* a, nint rowStride, nint depthStride, float* b, float* c, nint stride, bool accumulate);
}
