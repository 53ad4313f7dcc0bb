namespace Anneal.Training.Tensors;

/// <summary>c = [c +] a·b in float32, for operands with any strides (transposed, or parts of larger matrices).</summary>
/// <remarks>
/// Blocked as by Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication": a block of b is packed once by
/// all threads, stays in the second cache and is passed over by blocks of rows of a, each packed by the thread that uses it. The
/// depth is cut at multiples of <see cref="DepthBlock"/>, and every element is summed in that one order: the same bits for every
/// number of threads, and for any part of the product computed alone.
/// </remarks>
sealed unsafe class MatrixProduct
{
    /// <summary>Depth that is summed in registers before it is added to c.</summary>
    public const int DepthBlock = 256;

    const int ColumnBlock = 1024;
    const int RowBlock = 96;

    readonly WorkerTeam team;
    readonly MicroKernel kernel;
    readonly Floats.Aligned right;
    readonly Floats.Aligned[] left;
    readonly Floats.Aligned[] strips;
    readonly Floats.Aligned[] tiles;
    readonly Action<int, int> packRight;
    readonly Action<int, int> multiply;
    readonly int rowBlock;

    // The block in work, for the threads.
    float* a;
    float* b;
    float* c;
    int rows;
    int columns;
    int depth;
    int partRows;
    nint aRow;
    nint aColumn;
    nint bRow;
    nint bColumn;
    nint cRow;
    bool add;

    /// <summary>Buffers for products by a team.</summary>
    /// <param name="team">Whose threads work.</param>
    /// <param name="kernel">The inner loop; null for the best of this processor.</param>
    public MatrixProduct(WorkerTeam team, MicroKernel? kernel = null)
    {
        (this.team, this.kernel) = (team, kernel ??= MicroKernel.Best);
        rowBlock = Panels.Count(RowBlock, kernel.Rows) * kernel.Rows;
        right = Floats.NewAligned(Panels.Size(kernel, DepthBlock, ColumnBlock));
        left = Scratch(rowBlock * DepthBlock);
        strips = Scratch(TileLoop.StripSize(kernel, DepthBlock));
        tiles = Scratch(TileLoop.TileSize(kernel));
        (packRight, multiply) = (PackRight, Multiply);
    }

    /// <summary>c = [c +] a·b.</summary>
    /// <param name="a">m × k.</param>
    /// <param name="b">k × n.</param>
    /// <param name="c">m × n; its rows or its columns are contiguous, and it overlaps neither a nor b.</param>
    /// <param name="accumulate">Whether to add to c.</param>
    public void Multiply(Matrix a, Matrix b, Matrix c, bool accumulate = false)
    {
        // (a·b)ᵀ = bᵀ·aᵀ
        if (c.ColumnStride != 1) (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
        if (a.Rows != c.Rows || b.Columns != c.Columns || a.Columns != b.Rows || c.ColumnStride != 1)
            throw new ArgumentException($"No product {a.Rows} × {a.Columns} · {b.Rows} × {b.Columns} = {c.Rows} × {c.Columns}.", nameof(c));
        if (c.Rows == 0 || c.Columns == 0) return;
        fixed (float* pa = a.Array, pb = b.Array, pc = c.Array)
        {
            (aRow, aColumn, bRow, bColumn, cRow) = (a.RowStride, a.ColumnStride, b.RowStride, b.ColumnStride, c.RowStride);
            rows = c.Rows;
            // Few rows make small parts, so that both threads have some; a part's size changes no bit.
            partRows = rows >= 8 * rowBlock ? rowBlock : Math.Clamp(Panels.Count(rows, 8 * kernel.Rows) * kernel.Rows, kernel.Rows, rowBlock);
            for (var j = 0; j < c.Columns; j += ColumnBlock)
            {
                columns = Math.Min(ColumnBlock, c.Columns - j);
                for (var k = 0; k < a.Columns || k == 0; k += DepthBlock)
                {
                    depth = Math.Min(DepthBlock, a.Columns - k);
                    this.a = pa + a.Offset + (k * aColumn);
                    this.b = pb + b.Offset + (k * bRow) + (j * bColumn);
                    this.c = pc + c.Offset + j;
                    add = accumulate || k > 0;
                    team.Run(Panels.Count(columns, kernel.Columns), packRight);
                    team.Run(Panels.Count(rows, partRows), multiply);
                }
            }
        }
    }

    Floats.Aligned[] Scratch(int size)
    {
        var scratch = new Floats.Aligned[team.Size];
        for (var i = 0; i < scratch.Length; i++) scratch[i] = Floats.NewAligned(size);
        return scratch;
    }

    void PackRight(int panel, int worker)
    {
        var (width, first) = (kernel.Columns, panel * kernel.Columns);
        Panels.PackRight(width, b + (first * bColumn), depth, Math.Min(width, columns - first), bRow, bColumn, right.Pointer + ((nint)first * depth));
    }

    void Multiply(int part, int worker)
    {
        var (height, first) = (kernel.Rows, part * partRows);
        var count = Math.Min(partRows, rows - first);
        var from = a + (first * aRow);
        var packed = left[worker].Pointer;
        var loop = new TileLoop(kernel, strips[worker].Pointer, tiles[worker].Pointer);
        for (var i = 0; i < count; i += height)
            Panels.PackLeft(height, from + (i * aRow), Math.Min(height, count - i), depth, aRow, aColumn, packed + ((nint)i * depth));
        var (row, step) = loop.Packed(depth, aColumn);
        loop.Padded(count, columns, depth, packed, row, step, (nint)height * depth, right.Pointer, (nint)kernel.Columns * depth, c + (first * cRow), cRow, add);
    }
}
