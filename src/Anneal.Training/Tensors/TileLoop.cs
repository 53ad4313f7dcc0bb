namespace Anneal.Training.Tensors;

/// <summary>Tiles of c over a packed right operand, by one thread: panel by panel, so that a panel stays in the first cache.</summary>
readonly unsafe struct TileLoop(MicroKernel kernel, float* strip, float* tile)
{
    /// <summary>Numbers of scratch memory behind a loop: a strip of a at a depth, and a tile.</summary>
    public static int StripSize(MicroKernel kernel, int depth) => kernel.Rows * depth;

    /// <summary>Numbers of a tile.</summary>
    public static int TileSize(MicroKernel kernel) => kernel.Rows * kernel.Columns;

    /// <summary>c = [c +] a·b with a as it lies in memory.</summary>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="columns">Columns of b and c.</param>
    /// <param name="depth">Columns of a and rows of b.</param>
    /// <param name="a">a[i, k] is at i·rowStride + k·depthStride.</param>
    /// <param name="rowStride">Between rows of a.</param>
    /// <param name="depthStride">Between columns of a.</param>
    /// <param name="panels">Packed b.</param>
    /// <param name="panelStride">Between panels.</param>
    /// <param name="c">Contiguous rows.</param>
    /// <param name="stride">Between rows of c.</param>
    /// <param name="accumulate">Whether to add to c.</param>
    public void Run(
        int rows, int columns, int depth, float* a, nint rowStride, nint depthStride, float* panels, nint panelStride, float* c, nint stride, bool accumulate)
    {
        var whole = rows / kernel.Rows * kernel.Rows;
        if (whole > 0) Padded(whole, columns, depth, a, rowStride, depthStride, kernel.Rows * rowStride, panels, panelStride, c, stride, accumulate);
        if (whole == rows) return;
        // The last rows are copied beside rows of zeros: a kernel reads all of its rows.
        Panels.PackLeft(kernel.Rows, a + (whole * rowStride), rows - whole, depth, rowStride, depthStride, strip);
        var (packedRow, packedDepth) = Packed(depth, depthStride);
        Padded(rows - whole, columns, depth, strip, packedRow, packedDepth, 0, panels, panelStride, c + (whole * stride), stride, accumulate);
    }

    /// <summary>Strides within a packed strip, which follow how it was packed.</summary>
    public (nint Row, nint Depth) Packed(int depth, nint columnStride) => columnStride == 1 ? (depth, 1) : (1, kernel.Rows);

    /// <summary>As <see cref="Run"/>, with a in strips, <paramref name="stripStride"/> apart, that have all rows of a tile.</summary>
    public void Padded(
        int rows, int columns, int depth, float* a, nint rowStride, nint depthStride, nint stripStride, float* panels, nint panelStride, float* c, nint stride, bool accumulate)
    {
        var (height, width) = (kernel.Rows, kernel.Columns);
        for (var j = 0; j < columns; j += width, panels += panelStride)
        {
            var across = Math.Min(width, columns - j);
            var from = a;
            for (var i = 0; i < rows; i += height, from += stripStride)
            {
                var down = Math.Min(height, rows - i);
                var to = c + (i * stride) + j;
                if (down == height && across == width)
                {
                    kernel.Run(depth, from, rowStride, depthStride, panels, to, stride, accumulate);
                    continue;
                }

                kernel.Run(depth, from, rowStride, depthStride, panels, tile, width, accumulate: false);
                Put(to, stride, down, across, accumulate);
            }
        }
    }

    void Put(float* to, nint stride, int down, int across, bool accumulate)
    {
        for (var i = 0; i < down; i++)
        {
            var row = to + (i * stride);
            var sum = tile + (i * kernel.Columns);
            for (var j = 0; j < across; j++) row[j] = accumulate ? row[j] + sum[j] : sum[j];
        }
    }
}
