using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>
/// Causal attention of several heads: o_t = Σ_{s ≤ t} p_ts v_s, p_t = softmax of q_t·k_s / √(head width), with rotary positions.
/// Queries, keys, values and results are tokens × width, a head's numbers side by side.
/// </summary>
/// <remarks>
/// One part is one head of one sequence. Blocks of rows stop at their last column that is not hidden, which spares nearly half of
/// the products; the probabilities are kept for the way back.
/// </remarks>
sealed unsafe class Attention
{
    const int RowBlock = 48;

    readonly WorkerTeam team;
    readonly MicroKernel kernel;
    readonly AttentionScratch scratch;
    readonly Rotary rotary;
    readonly float[] probabilities;
    readonly Action<int, int> forward;
    readonly Action<int, int> backward;
    readonly int context;
    readonly int heads;
    readonly int headWidth;
    readonly int rowBlock;
    readonly float scale;
    float[] q = [];
    float[] k = [];
    float[] v = [];
    float[] o = [];
    float[] dq = [];
    float[] dk = [];
    float[] dv = [];
    float[] dO = [];

    /// <summary>Buffers for at most so many sequences.</summary>
    public Attention(WorkerTeam team, AttentionScratch scratch, Rotary rotary, int sequences)
    {
        (this.team, this.scratch, this.rotary, kernel) = (team, scratch, rotary, scratch.Kernel);
        (context, heads, headWidth) = (scratch.Context, scratch.Heads, scratch.HeadWidth);
        rowBlock = Panels.Count(RowBlock, kernel.Rows) * kernel.Rows;
        scale = 1 / MathF.Sqrt(headWidth);
        probabilities = Floats.New((long)sequences * heads * context * context);
        (forward, backward) = (Forward, Backward);
    }

    int Width => heads * headWidth;

    /// <summary>o from q, k and v; q and k are left turned by their positions.</summary>
    public void Forward(float[] q, float[] k, float[] v, float[] o, int sequences)
    {
        (this.q, this.k, this.v, this.o) = (q, k, v, o);
        team.Run(sequences * heads, forward);
    }

    /// <summary>After <see cref="Forward(float[], float[], float[], float[], int)"/> of the same arrays: ∂/∂q, ∂/∂k and ∂/∂v.</summary>
    public void Backward(float[] dO, float[] dq, float[] dk, float[] dv, int sequences)
    {
        (this.dO, this.dq, this.dk, this.dv) = (dO, dq, dk, dv);
        team.Run(sequences * heads, backward);
    }

    // Of a part: the head's first number, and its first probability.
    (nint Place, nint Probability) Of(int part)
    {
        var (sequence, head) = Math.DivRem(part, heads);
        return (((nint)sequence * context * Width) + (head * headWidth), (nint)part * context * context);
    }

    void Forward(int part, int worker)
    {
        var (place, probability) = Of(part);
        fixed (float* pq = q, pk = k, pv = v, po = o, pp = probabilities)
        {
            var (loop, width, panel) = (scratch.Loop(worker), Width, kernel.Columns);
            var p = pp + probability;
            rotary.Turn(pq + place, width, context, 1);
            rotary.Turn(pk + place, width, context, 1);
            var keys = scratch.Pack(worker, 0, pk + place, headWidth, context, 1, width);
            var values = scratch.Pack(worker, 1, pv + place, context, headWidth, width, 1);
            for (var i = 0; i < context; i += rowBlock)
            {
                var count = Math.Min(rowBlock, context - i);
                var reach = Math.Min(context, Panels.Count(i + count, panel) * panel);
                var row = p + ((nint)i * context);
                loop.Run(count, reach, headWidth, pq + place + ((nint)i * width), width, 1, keys, panel * headWidth, row, context, accumulate: false);
                for (var t = i; t < i + count; t++) Softmax(p + ((nint)t * context), t + 1, reach);
                loop.Run(count, headWidth, i + count, row, context, 1, values, panel * context, po + place + ((nint)i * width), width, accumulate: false);
            }
        }
    }

    void Softmax(float* p, int count, int reach)
    {
        var sum = Lanes.ExpSum(p, count, scale, Lanes.Max(p, count));
        Lanes.Scale(p, count, 1 / sum);
        new Span<float>(p + count, reach - count).Clear();
    }

    // With ∂p = ∂o·vᵀ: ∂s = p (∂p − ∂o·o) / √(head width); ∂q = ∂s·k; ∂k = ∂sᵀ·q; ∂v = pᵀ·∂o.
    void Backward(int part, int worker)
    {
        var (place, probability) = Of(part);
        fixed (float* pq = q, pk = k, pv = v, po = o, pp = probabilities, pdo = dO, pdq = dq, pdk = dk, pdv = dv)
        {
            var (loop, width, panel) = (scratch.Loop(worker), Width, kernel.Columns);
            var p = pp + probability;
            var slopes = scratch.Slopes(worker);
            var values = scratch.Pack(worker, 0, pv + place, headWidth, context, 1, width);
            var keys = scratch.Pack(worker, 1, pk + place, context, headWidth, width, 1);
            for (var i = 0; i < context; i += rowBlock)
            {
                var count = Math.Min(rowBlock, context - i);
                var reach = Math.Min(context, Panels.Count(i + count, panel) * panel);
                var row = slopes + ((nint)i * context);
                loop.Run(count, reach, headWidth, pdo + place + ((nint)i * width), width, 1, values, panel * headWidth, row, context, accumulate: false);
                for (var t = i; t < i + count; t++)
                {
                    var inner = Lanes.Dot(pdo + place + ((nint)t * width), po + place + ((nint)t * width), headWidth);
                    Slope(slopes + ((nint)t * context), p + ((nint)t * context), inner, reach);
                }

                loop.Run(count, headWidth, i + count, row, context, 1, keys, panel * context, pdq + place + ((nint)i * width), width, accumulate: false);
            }

            var queries = scratch.Pack(worker, 0, pq + place, context, headWidth, width, 1);
            var results = scratch.Pack(worker, 1, pdo + place, context, headWidth, width, 1);
            for (var j = 0; j < context; j += rowBlock)
            {
                var count = Math.Min(rowBlock, context - j);
                var corner = ((nint)j * context) + j;
                var to = place + ((nint)j * width);
                loop.Run(count, headWidth, context - j, slopes + corner, 1, context, queries + ((nint)j * panel), panel * context, pdk + to, width, accumulate: false);
                loop.Run(count, headWidth, context - j, p + corner, 1, context, results + ((nint)j * panel), panel * context, pdv + to, width, accumulate: false);
            }

            rotary.Turn(pdq + place, width, context, -1);
            rotary.Turn(pdk + place, width, context, -1);
        }
    }

    // Beyond a row's own position p is 0, and so becomes the slope.
    void Slope(float* slope, float* p, float inner, int count)
    {
        var (factor, shift) = (Vector256.Create(scale), Vector256.Create(inner));
        for (var s = 0; s < count; s += Lanes.Width)
        {
            var left = count - s;
            Lanes.Store(Lanes.Load(p + s, left) * factor * (Lanes.Load(slope + s, left) - shift), slope + s, left);
        }
    }
}
