using System.Collections.Immutable;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Numerics;

/// <summary>Writes A·<paramref name="vector"/> into <paramref name="product"/>, A symmetric.</summary>
/// <param name="vector">n numbers.</param>
/// <param name="product">n numbers, overwritten.</param>
public delegate void SymmetricProduct(ReadOnlySpan<double> vector, Span<double> product);

/// <summary>
/// The eigenvalues of a symmetric matrix that is known only by its products with vectors: Ritz values θ_i with weights w_i, a Gaussian
/// quadrature Σ w_i p(θ_i) = vᵀp(A)v that m iterations make exact for every polynomial p of a degree up to 2m − 1.
/// </summary>
/// <remarks>
/// The mean over random v of unit length with E vvᵀ = I/n is tr p(A)/n: stochastic Lanczos quadrature. Every new vector is made orthogonal
/// to all before it, twice, so that no Ritz value comes up again by rounding.
/// Sources: Golub and Welsch 1969; Ubaru, Chen, Saad 2017, "Fast estimation of tr(f(A)) via stochastic Lanczos quadrature".
/// </remarks>
/// <param name="Values">θ_i, ascending.</param>
/// <param name="Weights">w_i ≥ 0, their sum 1.</param>
public sealed record Lanczos(ImmutableArray<double> Values, ImmutableArray<double> Weights)
{
    // A rest this small beside the largest entry is rounding: the vectors so far span an invariant space.
    const double Rounding = 1e-13;

    /// <summary>Does up to <paramref name="iterations"/> products.</summary>
    /// <param name="product">A.</param>
    /// <param name="start">v, of any length above 0; n numbers.</param>
    /// <param name="iterations">m ≥ 1; where v lies in an invariant space of fewer dimensions, or n is less, so many suffice.</param>
    /// <param name="cancellation">Asked before every product.</param>
    /// <exception cref="ArgumentException">v is 0, or a product is not finite.</exception>
    public static Lanczos Of(SymmetricProduct product, ReadOnlySpan<double> start, int iterations, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(product);
        var most = Math.Min(Require.Positive(iterations), start.Length);
        var length = TensorPrimitives.Norm(start);
        if (!(length > 0) || !double.IsFinite(length)) throw new ArgumentException("The start has a length above 0.", nameof(start));
        var (basis, diagonal, beside) = (new List<double[]>(most), new List<double>(most), new List<double>(most));
        var next = new double[start.Length];
        TensorPrimitives.Divide(start, length, next);
        var scale = 0.0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            basis.Add(next);
            var rest = new double[start.Length];
            product(next, rest);
            diagonal.Add(TensorPrimitives.Dot<double>(next, rest));
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var one in basis) TensorPrimitives.MultiplyAdd(one, -TensorPrimitives.Dot<double>(one, rest), rest, rest);
            }

            var left = TensorPrimitives.Norm<double>(rest);
            if (!double.IsFinite(left)) throw new ArgumentException("A product is not finite.", nameof(product));
            scale = Math.Max(scale, Math.Abs(diagonal[^1]) + left);
            if (basis.Count == most || left <= Rounding * scale) return Of(diagonal, beside);
            beside.Add(left);
            TensorPrimitives.Divide(rest, left, rest);
            next = rest;
        }
    }

    static Lanczos Of(List<double> diagonal, List<double> beside)
    {
        var matrix = Matrix<double>.Build.Dense(diagonal.Count, diagonal.Count);
        for (var i = 0; i < diagonal.Count; i++)
        {
            matrix[i, i] = diagonal[i];
            if (i > 0) matrix[i - 1, i] = matrix[i, i - 1] = beside[i - 1];
        }

        var evd = matrix.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, diagonal.Count).OrderBy(i => evd.EigenValues[i].Real).ToArray();
        return new(
            [.. order.Select(i => evd.EigenValues[i].Real)],
            [.. order.Select(i => evd.EigenVectors[0, i] * evd.EigenVectors[0, i])]);
    }
}
