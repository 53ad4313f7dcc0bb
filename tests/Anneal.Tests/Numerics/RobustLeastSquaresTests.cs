using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class RobustLeastSquaresTests
{
    // NIST Statistical Reference Datasets, Misra1a: y = b1 (1 − e^{−b2 x}), certified to eleven digits.
    static readonly double[] X = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];
    static readonly double[] Y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78];

    [Theory]
    [InlineData(500, 1e-4)]
    [InlineData(250, 5e-4)]
    public void Misra1a_reaches_the_certified_values(double b1, double b2)
    {
        var problem = new RobustProblem(14, [0, 0], [1e4, 1]);

        var minimum = new RobustLeastSquares(problem, Misra).Minimize([b1, b2]);

        Assert.Equal(StopReason.Converged, minimum.Stop);
        Assert.Equal(2.3894212918e+02, minimum.Point[0], 1e-5 * 239);
        Assert.Equal(5.5015643181e-04, minimum.Point[1], 1e-5 * 5.5e-4);
        Assert.Equal(1.2455138894e-01, 2 * minimum.Objective, 1e-9);
    }

    [Fact]
    public void Huber_s_loss_of_a_constant_solves_its_own_equation()
    {
        // Σ ψ(y − m) = 0 with ψ clipped at δ: by hand for 0, 1, 2, 100 and δ = 1.5, m solves (m−0 ∧ 1.5) + (m−1) + (m−2) = 1.5.
        double[] y = [0, 1, 2, 100];
        var problem = new RobustProblem(4, [-1e3], [1e3]) { Delta = 1.5 };

        var minimum = new RobustLeastSquares(problem, (z, r, j) =>
        {
            for (var i = 0; i < 4; i++)
            {
                r[i] = z[0] - y[i];
                if (!j.IsEmpty) j[i] = 1;
            }
        }).Minimize([50]);

        // m ≤ 1.5: 3m − 3 = 1.5, so m = 1.5.
        Assert.Equal(1.5, minimum.Point[0], 1e-6);
    }

    [Fact]
    public void A_bound_that_is_in_the_way_holds()
    {
        var problem = new RobustProblem(14, [0, 6e-4], [1e4, 1]);

        var minimum = new RobustLeastSquares(problem, Misra).Minimize([500, 1e-3]);

        // b1 alone at b2 = 6e-4 is linear least squares.
        double[] f = [.. X.Select(x => 1 - Math.Exp(-6e-4 * x))];
        Assert.Equal(6e-4, minimum.Point[1], 1e-12);
        Assert.Equal(f.Zip(Y, (a, b) => a * b).Sum() / f.Sum(a => a * a), minimum.Point[0], 1e-6);
    }

    [Fact]
    public void A_prior_pulls_to_the_posterior_mean()
    {
        // Two observations of m at 3 with unit variance and the prior m ~ N(0, 1/4): (2·3 + 4·0)/(2 + 4) = 1.
        var problem = new RobustProblem(2, [-10], [10]) { PriorMean = [0], PriorPrecision = [4] };

        var minimum = new RobustLeastSquares(problem, (z, r, j) =>
        {
            r.Fill(z[0] - 3);
            if (!j.IsEmpty) j.Fill(1);
        }).Minimize([2]);

        Assert.Equal(1, minimum.Point[0], 1e-9);
    }

    [Fact]
    public void Says_that_it_could_not_start()
    {
        var problem = new RobustProblem(1, [0], [1]);

        var minimum = new RobustLeastSquares(problem, (_, r, _) => r[0] = double.NaN).Minimize([0.5]);

        Assert.Equal(StopReason.NotFinite, minimum.Stop);
    }

    static void Misra(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
    {
        for (var i = 0; i < X.Length; i++)
        {
            var e = Math.Exp(-z[1] * X[i]);
            residuals[i] = (z[0] * (1 - e)) - Y[i];
            if (jacobian.IsEmpty) continue;
            jacobian[2 * i] = 1 - e;
            jacobian[(2 * i) + 1] = z[0] * X[i] * e;
        }
    }
}
