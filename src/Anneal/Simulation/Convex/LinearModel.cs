using System.Numerics.Tensors;

namespace Anneal.Simulation;

/// <summary>f(x) = Σ_i φ(a_i·x, b_i) / n: a loss that is convex in the linear model's output, over n examples.</summary>
public abstract class LinearModel : ConvexProblem
{
    readonly double[] rows;
    readonly double[] labels;

    private protected LinearModel(double[] rows, double[] labels)
    {
        (this.rows, this.labels) = (rows, labels);
        Dimension = rows.Length / labels.Length;
        for (var i = 0; i < labels.Length; i++)
            Lipschitz = Math.Max(Lipschitz, TensorPrimitives.Norm<double>(rows.AsSpan(i * Dimension, Dimension)));
    }

    /// <inheritdoc/>
    public sealed override int Dimension { get; }

    /// <inheritdoc/>
    public sealed override int Parts => labels.Length;

    /// <summary>The longest row: |φ′| is at most 1.</summary>
    public sealed override double Lipschitz { get; }

    /// <summary>φ and its derivative by the output, which is at most 1 in size.</summary>
    private protected abstract (double Value, double Slope) Loss(double output, double label);

    private protected sealed override double Add(int part, ReadOnlySpan<double> x, double weight, Span<double> gradient)
    {
        var row = rows.AsSpan(part * Dimension, Dimension);
        var (value, slope) = Loss(TensorPrimitives.Dot(row, x), labels[part]);
        if (!gradient.IsEmpty) TensorPrimitives.MultiplyAdd(row, weight * slope, gradient, gradient);
        return weight * value;
    }
}
