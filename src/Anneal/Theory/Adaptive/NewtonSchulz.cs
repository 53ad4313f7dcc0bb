using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Theory;

/// <summary>
/// Newton–Schulz iterations X ← aX + b(XXᵀ)X + c(XXᵀ)²X towards the orthogonal factor UVᵀ of a matrix: what Muon does in place of a
/// singular value decomposition.
/// </summary>
/// <remarks>
/// The singular vectors stay, and every singular value s becomes as + bs³ + cs⁵; the matrix is first divided by its Frobenius norm, so that
/// all lie in [0, 1]. The error of the oracle is then max |s − 1| in the spectral norm.
/// Sources: Björck and Bowie 1971 for the convergent ones; Jordan 2024 for Muon's.
/// </remarks>
/// <param name="A">a.</param>
/// <param name="B">b.</param>
/// <param name="C">c; 0 for the cubic.</param>
public readonly record struct NewtonSchulz(double A, double B, double C)
{
    /// <summary>3/2, −1/2: converges quadratically to 1.</summary>
    public static NewtonSchulz Cubic { get; } = new(1.5, -0.5, 0);

    /// <summary>15/8, −5/4, 3/8: converges cubically to 1.</summary>
    public static NewtonSchulz Quintic { get; } = new(1.875, -1.25, 0.375);

    /// <summary>Muon's 3.4445, −4.7750, 2.0315: lifts small values fastest and then wanders between 0.68 and 1.14.</summary>
    public static NewtonSchulz Muon { get; } = new(3.4445, -4.7750, 2.0315);

    /// <summary>What becomes of a singular value.</summary>
    public double Map(double value, int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            var square = value * value;
            value *= A + (square * (B + (C * square)));
        }

        return value;
    }

    /// <summary>δ after so many iterations, of a matrix with these singular values: max |s − 1|.</summary>
    public double Error(ReadOnlySpan<double> singularValues, int iterations)
    {
        var norm = 0.0;
        foreach (var value in singularValues) norm += value * value;
        norm = Math.Sqrt(norm);
        var error = 0.0;
        foreach (var value in singularValues) error = Math.Max(error, Math.Abs(Map(value / norm, iterations) - 1));
        return error;
    }

    /// <summary>The iterated matrix; a matrix of zeros stays one.</summary>
    /// <param name="matrix">m × n; the smaller side is worked on.</param>
    /// <param name="iterations">k ≥ 0.</param>
    public Matrix<double> Orthogonalise(Matrix<double> matrix, int iterations)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var norm = matrix.FrobeniusNorm();
        if (norm == 0) return matrix.Clone();
        var isTall = matrix.RowCount > matrix.ColumnCount;
        var x = (isTall ? matrix.Transpose() : matrix) / norm;
        for (var i = 0; i < iterations; i++)
        {
            var gram = x.TransposeAndMultiply(x);
            var polynomial = (B * gram) + (C * gram * gram);
            x = (A * x) + (polynomial * x);
        }

        return isTall ? x.Transpose() : x;
    }
}
