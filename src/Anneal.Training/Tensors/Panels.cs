using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Training.Tensors;

/// <summary>
/// The operands of the product in the order in which a kernel reads them. The right operand is cut into panels as wide as a tile,
/// each with its rows one after the other; the left one into strips as high as a tile. What is missing at an edge is 0.
/// </summary>
static unsafe class Panels
{
    /// <summary>Numbers of a packed right operand.</summary>
    public static int Size(MicroKernel kernel, int depth, int columns) => Count(columns, kernel.Columns) * kernel.Columns * depth;

    /// <summary>Tiles or parts of a given size that cover a length.</summary>
    public static int Count(int length, int size) => (length + size - 1) / size;

    /// <summary>Packs one panel of b: columns from the panel's first on, all of the depth.</summary>
    /// <param name="width">The kernel's columns.</param>
    /// <param name="b">The panel's first element in row 0.</param>
    /// <param name="depth">Rows of b.</param>
    /// <param name="columns">Columns that there are, at most <paramref name="width"/>.</param>
    /// <param name="rowStride">Between rows of b.</param>
    /// <param name="columnStride">Between columns of b.</param>
    /// <param name="into">depth × width numbers.</param>
    public static void PackRight(int width, float* b, int depth, int columns, nint rowStride, nint columnStride, float* into)
    {
        if (columnStride == 1 && columns == width)
        {
            for (var k = 0; k < depth; k++, b += rowStride, into += width) Copy(b, into, width);
        }
        else if (rowStride == 1 && columns == width && Avx.IsSupported && width % 8 == 0)
        {
            var k = 0;
            for (; k + 8 <= depth; k += 8)
            {
                for (var j = 0; j < width; j += 8) Transpose8(b + k + (j * columnStride), columnStride, into + (k * width) + j, width);
            }

            for (; k < depth; k++)
            {
                for (var j = 0; j < width; j++) into[(k * width) + j] = b[k + (j * columnStride)];
            }
        }
        else
        {
            for (var k = 0; k < depth; k++)
            {
                for (var j = 0; j < width; j++) into[(k * width) + j] = j < columns ? b[(k * rowStride) + (j * columnStride)] : 0;
            }
        }
    }

    /// <summary>
    /// Packs one strip of a. Row after row where a's rows are contiguous, else column after column: the kernel takes both.
    /// </summary>
    /// <param name="height">The kernel's rows.</param>
    /// <param name="a">The strip's first element in column 0.</param>
    /// <param name="rows">Rows that there are, at most <paramref name="height"/>.</param>
    /// <param name="depth">Columns of a.</param>
    /// <param name="rowStride">Between rows of a.</param>
    /// <param name="columnStride">Between columns of a.</param>
    /// <param name="into">height × depth numbers.</param>
    public static void PackLeft(int height, float* a, int rows, int depth, nint rowStride, nint columnStride, float* into)
    {
        if (columnStride == 1)
        {
            for (var i = 0; i < rows; i++) Copy(a + (i * rowStride), into + ((nint)i * depth), depth);
            new Span<float>(into + ((nint)rows * depth), (height - rows) * depth).Clear();
        }
        else if (rowStride == 1 && rows == height)
        {
            for (var k = 0; k < depth; k++, a += columnStride, into += height) Copy(a, into, height);
        }
        else
        {
            for (var k = 0; k < depth; k++)
            {
                for (var i = 0; i < height; i++) into[(k * height) + i] = i < rows ? a[(i * rowStride) + (k * columnStride)] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(float* from, float* to, int count)
    {
        var i = 0;
        for (; i + 8 <= count; i += 8) Vector256.Load(from + i).Store(to + i);
        for (; i + 4 <= count; i += 4) Vector128.Load(from + i).Store(to + i);
        for (; i < count; i++) to[i] = from[i];
    }

    // Eight rows of eight from columns: pairs, then fours, then halves of 256 bits change places.
    static void Transpose8(float* from, nint stride, float* to, nint toStride)
    {
        var (r0, r1) = (Avx.LoadVector256(from), Avx.LoadVector256(from + stride));
        var (r2, r3) = (Avx.LoadVector256(from + (2 * stride)), Avx.LoadVector256(from + (3 * stride)));
        var (r4, r5) = (Avx.LoadVector256(from + (4 * stride)), Avx.LoadVector256(from + (5 * stride)));
        var (r6, r7) = (Avx.LoadVector256(from + (6 * stride)), Avx.LoadVector256(from + (7 * stride)));
        var (a0, a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (a2, a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (a6, a7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE));
        var (b2, b3) = (Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE));
        var (b6, b7) = (Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Avx.Permute2x128(b0, b4, 0x20).Store(to);
        Avx.Permute2x128(b1, b5, 0x20).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(b0, b4, 0x31).Store(to + (4 * toStride));
        Avx.Permute2x128(b1, b5, 0x31).Store(to + (5 * toStride));
        Avx.Permute2x128(b2, b6, 0x31).Store(to + (6 * toStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(to + (7 * toStride));
    }
}
