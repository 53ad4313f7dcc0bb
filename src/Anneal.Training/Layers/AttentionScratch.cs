using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>What each thread needs for one head of one sequence; all attention layers of a model share it.</summary>
sealed unsafe class AttentionScratch
{
    readonly Floats.Aligned[] memory;
    readonly int pack;
    readonly int strip;
    readonly int slopes;

    public AttentionScratch(WorkerTeam team, MicroKernel kernel, int context, int heads, int headWidth)
    {
        (Kernel, Context, Heads, HeadWidth) = (kernel, context, heads, headWidth);
        pack = Line(Math.Max(Panels.Size(kernel, context, headWidth), Panels.Size(kernel, headWidth, context)));
        strip = Line(TileLoop.StripSize(kernel, Math.Max(context, headWidth)));
        slopes = Line(context * context);
        memory = new Floats.Aligned[team.Size];
        for (var i = 0; i < memory.Length; i++) memory[i] = Floats.NewAligned((2 * pack) + strip + slopes + TileLoop.TileSize(kernel));
    }

    public MicroKernel Kernel { get; }

    public int Context { get; }

    public int Heads { get; }

    public int HeadWidth { get; }

    /// <summary>The slopes of the loss in the scores, context × context.</summary>
    public float* Slopes(int worker) => memory[worker].Pointer + (2 * pack) + strip;

    /// <summary>A worker's loop over tiles.</summary>
    public TileLoop Loop(int worker) => new(Kernel, memory[worker].Pointer + (2 * pack), Slopes(worker) + slopes);

    /// <summary>Packs a right operand of depth × columns into one of two places.</summary>
    public float* Pack(int worker, int place, float* b, int depth, int columns, nint rowStride, nint columnStride)
    {
        var to = memory[worker].Pointer + (place * pack);
        for (var j = 0; j < columns; j += Kernel.Columns)
            Panels.PackRight(Kernel.Columns, b + (j * columnStride), depth, Math.Min(Kernel.Columns, columns - j), rowStride, columnStride, to + ((nint)j * depth));
        return to;
    }

    // Rounded up to a cache line.
    static int Line(int size) => (size + 15) & ~15;
}
