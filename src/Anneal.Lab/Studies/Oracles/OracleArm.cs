using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Lab.Studies.Oracles;

/// <summary>An inexact oracle.</summary>
/// <param name="Kind">The kind of error.</param>
/// <param name="Name">As tables call it.</param>
/// <param name="Error">δ; NaN where it is measured.</param>
/// <param name="Oracle">D̂ of a matrix; random errors come from the stream.</param>
sealed record OracleArm(string Kind, string Name, double Error, Func<Matrix<double>, RandomNumbers, Matrix<double>> Oracle)
{
    const int Exact = 14;

    /// <summary>UVᵀ to within rounding unless a singular value is below 1e-3 of the norm.</summary>
    static Matrix<double> Polar(Matrix<double> matrix) => NewtonSchulz.Quintic.Orthogonalise(matrix, Exact);

    /// <summary>D + δE, E Gaussian of spectral norm 1, drawn anew every step.</summary>
    public static OracleArm Additive(double error) => new("random", $"UVᵀ + δE, δ = {error}", error, (matrix, random) =>
    {
        var polar = Polar(matrix);
        if (error == 0) return polar;
        var noise = MatrixDescent.Gaussian(random, matrix.RowCount);
        return polar + (error / noise.L2Norm() * noise);
    });

    /// <summary>So many Newton–Schulz iterations.</summary>
    public static OracleArm Iterated(string kind, NewtonSchulz iteration, int iterations) =>
        new(kind, $"{kind}, k = {iterations}", double.NaN, (matrix, _) => iteration.Orthogonalise(matrix, iterations));

    /// <summary>The best rate and weight of one run, by a fine search in the rate for each of a ladder of weights and a parabola over the best three.</summary>
    public Setting Tune(MatrixDescent descent, int replica, double[] weights)
    {
        var found = weights.Select(weight => RateSearch.Best(rate => descent.Run(replica, rate, weight, Oracle), 0.01, 1.5, 9, 0.01)).ToArray();
        var best = Enumerable.Range(0, found.Length).MinBy(i => found[i].Loss);
        if (best == 0 || best == weights.Length - 1) return new(found[best].Rate, weights[best], found[best].Loss);
        var (left, middle, right) = (found[best - 1].Loss, found[best].Loss, found[best + 1].Loss);
        var shift = Math.Clamp(0.5 * (left - right) / (left - (2 * middle) + right), -0.5, 0.5);
        // Weights are even in the logarithm; the rate follows the weight.
        var next = best + Math.Sign(shift);
        return new(
            found[best].Rate * Math.Pow(found[next].Rate / found[best].Rate, Math.Abs(shift)),
            weights[best] * Math.Pow(weights[next] / weights[best], Math.Abs(shift)), middle);
    }
}

/// <summary>A tuned setting.</summary>
/// <param name="Rate">η.</param>
/// <param name="Weight">α.</param>
/// <param name="Loss">What it reaches.</param>
sealed record Setting(double Rate, double Weight, double Loss);
