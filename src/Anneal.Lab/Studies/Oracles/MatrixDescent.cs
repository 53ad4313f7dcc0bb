using Anneal.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Lab.Studies.Oracles;

/// <summary>
/// f(X) = ½ Σ_i ‖row i of X‖²/i over n × n matrices, from a Gaussian start; X ← X − η D̂(m), m ← (1 − α) m + α (∇f + σZ), Z Gaussian.
/// </summary>
/// <param name="Size">n.</param>
/// <param name="Steps">T.</param>
/// <param name="Noise">σ.</param>
/// <param name="Seed">Where its streams start: the i-th run has the same start and noise under every setting.</param>
sealed record MatrixDescent(int Size, int Steps, double Noise, Seed Seed)
{
    const double Diverged = 1e6;

    /// <summary>Looked at every step.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The mean over the run of ‖∇f‖, Frobenius: the theory bounds a mean of nuclear norms, at most √n times as large.</summary>
    /// <param name="replica">Which run.</param>
    /// <param name="rate">η.</param>
    /// <param name="weight">α: the weight of the new gradient.</param>
    /// <param name="oracle">D̂.</param>
    public double Run(int replica, double rate, double weight, Func<Matrix<double>, RandomNumbers, Matrix<double>> oracle)
    {
        var (random, errors) = (new RandomNumbers(Seed["gradients"][replica]), new RandomNumbers(Seed["oracle"][replica]));
        var x = Gaussian(random, Size);
        var curvature = Matrix<double>.Build.DenseDiagonal(Size, Size, i => 1.0 / (i + 1));
        Matrix<double>? momentum = null;
        var sum = 0.0;
        for (var t = 0; t < Steps; t++)
        {
            Cancellation.ThrowIfCancellationRequested();
            var gradient = curvature * x;
            var length = gradient.FrobeniusNorm();
            if (!(length < Diverged)) return Diverged;
            sum += length;
            var seen = gradient + (Noise * Gaussian(random, Size));
            momentum = momentum is null ? seen : ((1 - weight) * momentum) + (weight * seen);
            x -= rate * oracle(momentum, errors);
        }

        return sum / Steps;
    }

    /// <summary>A matrix of standard normal numbers.</summary>
    public static Matrix<double> Gaussian(RandomNumbers random, int size) => Matrix<double>.Build.Dense(size, size, (_, _) => random.NextNormal());
}
