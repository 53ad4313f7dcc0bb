using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>y = g x / √(mean x² + ε) in every row.</summary>
/// <remarks>Source: Zhang and Sennrich 2019, "Root mean square layer normalization".</remarks>
sealed unsafe class RmsNorm
{
    public const float Epsilon = 1e-5f;

    readonly WorkerTeam team;
    readonly float[] gain;
    readonly float[] gainGradient;
    readonly float[] inverse;
    readonly float[] partial;
    readonly Action<int, int> forward;
    readonly Action<int, int> backward;
    float[] x = [];
    float[] y = [];
    float[] dx = [];
    int rows;

    /// <summary>Buffers for at most so many rows.</summary>
    public RmsNorm(WorkerTeam team, float[] gain, float[] gainGradient, int capacity)
    {
        (this.team, this.gain, this.gainGradient) = (team, gain, gainGradient);
        inverse = new float[capacity];
        partial = Floats.New(Rows.Parts(capacity, Width) * (long)Width);
        (forward, backward) = (Forward, Backward);
    }

    int Width => gain.Length;

    /// <summary>y = norm of x.</summary>
    public void Forward(float[] x, float[] y, int rows)
    {
        (this.x, this.y, this.rows) = (x, y, rows);
        team.Run(Rows.Parts(rows, Width), forward);
    }

    /// <summary>
    /// After <see cref="Forward(float[], float[], int)"/> of the same x: adds to ∂/∂x and to the gain's gradient, whose parts are
    /// summed in order.
    /// </summary>
    public void Backward(float[] x, float[] dy, float[] dx, int rows)
    {
        (this.x, y, this.dx, this.rows) = (x, dy, dx, rows);
        var parts = Rows.Parts(rows, Width);
        team.Run(parts, backward);
        fixed (float* from = partial, to = gainGradient)
        {
            for (var part = 0; part < parts; part++) Lanes.Add(from + ((nint)part * Width), to, Width);
        }
    }

    void Forward(int part, int worker)
    {
        var (first, count, width) = (part * Rows.InPart(Width), Rows.InPart(Width), Width);
        fixed (float* px = x, py = y, g = gain)
        {
            for (var row = first; row < Math.Min(rows, first + count); row++)
            {
                var from = px + ((nint)row * width);
                var to = py + ((nint)row * width);
                var r = 1 / MathF.Sqrt((Lanes.Dot(from, from, width) / width) + Epsilon);
                inverse[row] = r;
                var factor = Vector256.Create(r);
                for (var i = 0; i < width; i += Lanes.Width)
                    Lanes.Store(Lanes.Load(from + i, width - i) * factor * Lanes.Load(g + i, width - i), to + i, width - i);
            }
        }
    }

    // With r = 1/√(mean x² + ε): ∂/∂g = Σ ∂y x r; ∂/∂x = r g ∂y − x r³ mean(g ∂y x).
    void Backward(int part, int worker)
    {
        var (first, count, width) = (part * Rows.InPart(Width), Rows.InPart(Width), Width);
        fixed (float* px = x, pdy = y, pdx = dx, g = gain, sums = partial)
        {
            var sum = sums + ((nint)part * width);
            new Span<float>(sum, width).Clear();
            for (var row = first; row < Math.Min(rows, first + count); row++)
            {
                var from = px + ((nint)row * width);
                var up = pdy + ((nint)row * width);
                var to = pdx + ((nint)row * width);
                var r = inverse[row];
                var factor = Vector256.Create(r);
                var inner = Vector256.Create(-r * r * r * Lanes.Dot(from, up, g, width) / width);
                for (var i = 0; i < width; i += Lanes.Width)
                {
                    var left = width - i;
                    var (value, slope) = (Lanes.Load(from + i, left), Lanes.Load(up + i, left) * factor);
                    Lanes.Store(Vector256.MultiplyAddEstimate(slope, value, Lanes.Load(sum + i, left)), sum + i, left);
                    var change = Vector256.MultiplyAddEstimate(value, inner, slope * Lanes.Load(g + i, left));
                    Lanes.Store(Lanes.Load(to + i, left) + change, to + i, left);
                }
            }
        }
    }
}
