using System.Numerics.Tensors;

namespace Anneal.Simulation;

/// <summary>
/// f(x) = max_i |a_i·x − b_i| with rows of length 1 and b = A x*: not smooth anywhere near its minimum f* = 0, G = 1, no noise.
/// </summary>
public sealed class MaxAffine : ConvexProblem
{
    readonly double[] rows;
    readonly double[] offsets;
    readonly double[] minimizer;

    MaxAffine(double[] rows, double[] offsets, double[] minimizer) =>
        (this.rows, this.offsets, this.minimizer) = (rows, offsets, minimizer);

    /// <summary>Normal rows made one long, and a normal x*.</summary>
    /// <param name="count">Rows of A, at least 1.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="seed">Where A and x* come from.</param>
    public static MaxAffine Draw(int count, int dimension, Seed seed)
    {
        Require.Positive(count);
        Require.Positive(dimension);
        var random = new RandomNumbers(seed);
        var truth = Normals(dimension, random);
        var matrix = Normals(count * dimension, random);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var row = matrix.AsSpan(i * dimension, dimension);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<double>(row), row);
            values[i] = TensorPrimitives.Dot<double>(row, truth);
        }

        return new MaxAffine(matrix, values, truth);
    }

    /// <inheritdoc/>
    public override int Dimension => minimizer.Length;

    /// <inheritdoc/>
    public override int Parts => 1;

    /// <inheritdoc/>
    public override double Lipschitz => 1;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Minimizer => minimizer;

    /// <inheritdoc/>
    public override double Minimum => 0;

    private protected override double Add(int part, ReadOnlySpan<double> x, double weight, Span<double> gradient)
    {
        var (most, at) = (0.0, 0);
        for (var i = 0; i < offsets.Length; i++)
        {
            var residual = TensorPrimitives.Dot(rows.AsSpan(i * Dimension, Dimension), x) - offsets[i];
            if (Math.Abs(residual) > Math.Abs(most)) (most, at) = (residual, i);
        }

        if (!gradient.IsEmpty) TensorPrimitives.MultiplyAdd(rows.AsSpan(at * Dimension, Dimension), weight * Math.Sign(most), gradient, gradient);
        return weight * Math.Abs(most);
    }
}
