using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>
/// Newton–Schulz iterations X ← aX + b(XXᵀ)X + c(XXᵀ)²X towards UVᵀ of a matrix, after its division by its Frobenius norm: the float32
/// form of <see cref="NewtonSchulz"/>, with buffers made once.
/// </summary>
sealed unsafe class OrthogonalFactor
{
    readonly MatrixProduct product;
    readonly NewtonSchulz polynomial;
    readonly float[] next;
    readonly float[] gram;
    readonly float[] mix;

    /// <summary>For matrices as large as the parameters.</summary>
    public OrthogonalFactor(WorkerTeam team, IReadOnlyList<Parameter> largest, NewtonSchulz? polynomial = null)
    {
        (product, this.polynomial) = (new(team), polynomial ?? NewtonSchulz.Muon);
        var side = largest.Select(parameter => Math.Min(parameter.Rows, parameter.Columns)).DefaultIfEmpty().Max();
        next = Floats.New(largest.Select(parameter => (long)parameter.Values.Length).DefaultIfEmpty().Max());
        (gram, mix) = (Floats.New((long)side * side), Floats.New((long)side * side));
    }

    /// <summary>Replaces a matrix, all of its array, by its iterate; a matrix of zeros stays one.</summary>
    public void Approach(Matrix matrix, int iterations)
    {
        var count = matrix.Rows * matrix.Columns;
        fixed (float* x = matrix.Array, y = next, g = gram, p = mix)
        {
            var norm = Math.Sqrt(Sums.Squares(x, count));
            if (norm == 0) return;
            Lanes.Scale(x, count, (float)(1 / norm));
            var side = Math.Min(matrix.Rows, matrix.Columns);
            var (square, polynomialSquare) = (new Matrix(gram, side, side), new Matrix(mix, side, side));
            for (var i = 0; i < iterations; i++)
            {
                // The smaller Gram matrix; for tall ones all is transposed.
                var wide = matrix.Rows <= matrix.Columns ? matrix : matrix.Transposed;
                var other = new Matrix(next, matrix.Rows, matrix.Columns);
                var wideOther = matrix.Rows <= matrix.Columns ? other : other.Transposed;
                product.Multiply(wide, wide.Transposed, square);
                product.Multiply(square, square, polynomialSquare);
                Lanes.Scale(p, side * side, (float)polynomial.C);
                Lanes.Add(g, p, side * side, (float)polynomial.B);
                new Span<float>(x, count).CopyTo(new(y, count));
                Lanes.Scale(y, count, (float)polynomial.A);
                product.Multiply(polynomialSquare, wide, wideOther, accumulate: true);
                new Span<float>(y, count).CopyTo(new(x, count));
            }
        }
    }
}
