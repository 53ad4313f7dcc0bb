using Anneal.Simulation;
using Anneal.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Tests.Theory;

public sealed class InexactOracleTests
{
    static readonly InexactOracle oracle = new(3, 2, 400);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.8)]
    public void The_best_rate_is_the_minimum_of_the_bound(double error)
    {
        var rate = oracle.BestRate(error);
        Assert.True(oracle.Bound(rate, error) < oracle.Bound(1.001 * rate, error));
        Assert.True(oracle.Bound(rate, error) < oracle.Bound(0.999 * rate, error));
        Assert.Equal(InexactOracle.BoundFactor(error), oracle.Bound(rate, error) / oracle.Bound(oracle.BestRate(0), 0), 1e-12);
        Assert.Equal(Math.Sqrt(2 * 3 * 2 / 400.0), oracle.Bound(oracle.BestRate(0), 0), 1e-12);
    }

    [Fact]
    public void With_noise_the_rate_falls_with_the_fourth_root_and_the_weight_grows_with_the_square_root()
    {
        var (exact, rough) = (oracle.NoisyOptimum(5, 0), oracle.NoisyOptimum(5, 0.5));
        Assert.Equal(Math.Pow(1.5, -0.25), rough.Rate / exact.Rate, 1e-12);
        Assert.Equal(Math.Pow(1.5, 0.5), rough.Weight / exact.Weight, 1e-12);
        foreach (var factor in (double[])[0.99, 1.01])
        {
            Assert.True(oracle.NoisyBound(rough.Rate, rough.Weight, 5, 0.5) < oracle.NoisyBound(factor * rough.Rate, rough.Weight, 5, 0.5));
            Assert.True(oracle.NoisyBound(rough.Rate, rough.Weight, 5, 0.5) < oracle.NoisyBound(rough.Rate, factor * rough.Weight, 5, 0.5));
        }
    }

    [Fact]
    public void Without_much_noise_the_weight_is_capped() => Assert.Equal(1, oracle.NoisyOptimum(0.01, 0).Weight);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 5)]
    [InlineData(4, 11)]
    public void Iterations_keep_the_singular_vectors_and_map_the_values(int rows, int columns)
    {
        var random = new RandomNumbers(new Seed(3));
        var matrix = Matrix<double>.Build.Dense(rows, columns, (_, _) => random.NextNormal());
        var svd = matrix.Svd();
        var polar = svd.U.SubMatrix(0, rows, 0, Math.Min(rows, columns)) * svd.VT.SubMatrix(0, Math.Min(rows, columns), 0, columns);
        foreach (var iteration in (NewtonSchulz[])[NewtonSchulz.Cubic, NewtonSchulz.Quintic, NewtonSchulz.Muon])
        {
            for (var k = 0; k < 8; k++)
            {
                var error = (iteration.Orthogonalise(matrix, k) - polar).L2Norm();
                Assert.Equal(error, iteration.Error([.. svd.S], k), 1e-12);
            }
        }
    }

    [Fact]
    public void Convergent_iterations_reach_the_orthogonal_factor_and_Muons_stay_near()
    {
        double[] values = [1, 0.5, 0.1, 0.02];
        Assert.Equal(0, NewtonSchulz.Cubic.Error(values, 30), 1e-14);
        Assert.Equal(0, NewtonSchulz.Quintic.Error(values, 20), 1e-14);
        for (var k = 5; k < 40; k++) Assert.InRange(NewtonSchulz.Muon.Error(values, k), 0.05, 0.33);
    }

    [Fact]
    public void A_matrix_of_zeros_stays_one() =>
        Assert.Equal(0, NewtonSchulz.Muon.Orthogonalise(Matrix<double>.Build.Dense(3, 4), 5).FrobeniusNorm());
}
