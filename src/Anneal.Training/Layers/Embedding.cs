using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>y[row] = table[token of the row].</summary>
sealed unsafe class Embedding
{
    // Columns, not rows, are shared out going back: one thread adds all that reach a number, in order of rows.
    const int ColumnPart = 32;

    readonly WorkerTeam team;
    readonly Matrix table;
    readonly float[] gradient;
    readonly Action<int, int> forward;
    readonly Action<int, int> backward;
    int[] tokens = [];
    float[] y = [];
    int rows;

    public Embedding(WorkerTeam team, Matrix table, float[] gradient)
    {
        (this.team, this.table, this.gradient) = (team, table, gradient);
        (forward, backward) = (Forward, Backward);
    }

    int Width => table.Columns;

    /// <summary>y = rows of the table.</summary>
    public void Forward(int[] tokens, float[] y, int rows)
    {
        (this.tokens, this.y, this.rows) = (tokens, y, rows);
        team.Run(Rows.Parts(rows, Width), forward);
    }

    /// <summary>Adds ∂/∂y to the rows of the table's gradient.</summary>
    public void Backward(int[] tokens, float[] dy, int rows)
    {
        (this.tokens, y, this.rows) = (tokens, dy, rows);
        team.Run(Panels.Count(Width, ColumnPart), backward);
    }

    void Forward(int part, int worker)
    {
        var count = Rows.InPart(Width);
        for (var row = part * count; row < Math.Min(rows, (part + 1) * count); row++)
            table.Array.AsSpan(tokens[row] * Width, Width).CopyTo(y.AsSpan(row * Width));
    }

    void Backward(int part, int worker)
    {
        var first = part * ColumnPart;
        var count = Math.Min(ColumnPart, Width - first);
        fixed (float* from = y, to = gradient)
        {
            for (var row = 0; row < rows; row++) Lanes.Add(from + ((nint)row * Width) + first, to + ((nint)tokens[row] * Width) + first, count);
        }
    }
}
