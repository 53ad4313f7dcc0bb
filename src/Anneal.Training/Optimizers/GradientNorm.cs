using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>The Euclidean norm of all gradients together, and clipping by it: g ← g · min(1, limit / ‖g‖).</summary>
/// <remarks>Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks".</remarks>
public sealed unsafe class GradientNorm
{
    readonly Pieces pieces;
    readonly double[] squares;
    readonly Action<int, int> measure;
    readonly Action<int, int> shrink;
    float factor;

    /// <summary>Of parameters' gradients.</summary>
    public GradientNorm(IReadOnlyList<Parameter> parameters, WorkerTeam team)
    {
        pieces = new(parameters, team);
        (squares, measure, shrink) = (new double[pieces.Count], Measure, Shrink);
    }

    /// <summary>‖g‖, summed in double in one order whatever the number of threads.</summary>
    public double Value()
    {
        pieces.Run(measure);
        return Math.Sqrt(Pieces.Total(squares));
    }

    /// <summary>Makes the norm at most <paramref name="limit"/>.</summary>
    /// <param name="limit">Above 0; +∞ only measures.</param>
    /// <returns>The norm before; where it is not finite nothing was changed.</returns>
    public double Clip(double limit)
    {
        if (!(limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "Gradients are clipped to a norm above 0.");
        var norm = Value();
        if (!(norm > limit && double.IsFinite(norm))) return norm;
        factor = (float)(limit / norm);
        pieces.Run(shrink);
        return norm;
    }

    void Measure(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        fixed (float* gradient = pieces.Parameters[slot].Gradient) squares[piece] = Sums.Squares(gradient + first, count);
    }

    void Shrink(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        fixed (float* gradient = pieces.Parameters[slot].Gradient) Lanes.Scale(gradient + first, count, factor);
    }
}
