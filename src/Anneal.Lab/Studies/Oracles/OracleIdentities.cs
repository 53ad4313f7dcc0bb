using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Oracles;

/// <summary>What the closed forms promise, measured.</summary>
static class OracleIdentities
{
    public static IReadOnlyList<Claim> Claims(MatrixDescent descent, Seed seed)
    {
        var oracle = new InexactOracle(Gap: 3, Smoothness: 2, Steps: 400);
        double[] errors = [0, 0.2, 0.5, 0.8], rates = [0.05, 0.2];
        return
        [
            Claim.AtMost("Least bound without noise over that of δ = 0 is (1 + δ)/(1 − δ), 4 errors: largest relative difference", "this project",
                errors.Max(error => Math.Abs((oracle.Bound(oracle.BestRate(error), error) / oracle.Bound(oracle.BestRate(0), 0) / InexactOracle.BoundFactor(error)) - 1)), 1e-12),
            Claim.AtMost("It is at η* = √(2Δ₀/(LT))/(1 + δ): largest slope of ln Ω in ln η there, by differences", "this project",
                errors.Max(error => Math.Abs(Slope(x => oracle.Bound(x * oracle.BestRate(error), error)))), 1e-8),
            Claim.AtMost("The noisy bound's optimum is stationary in η and in α, 4 errors: largest slope by differences", "this project",
                errors.Max(error =>
                {
                    var (rate, weight) = oracle.NoisyOptimum(5, error);
                    return Math.Max(
                        Math.Abs(Slope(x => oracle.NoisyBound(x * rate, weight, 5, error))),
                        Math.Abs(Slope(x => oracle.NoisyBound(rate, x * weight, 5, error))));
                }), 1e-8),
            Claim.AtMost("δ from the matrix against δ from the map of its singular values, 3 iterations and k = 0 … 8: largest difference", "identity", Mapped(seed), 1e-11),
            Claim.AtMost("An error δ along the step, D̂ = (1 + δ)UVᵀ: a run at η/(1 + δ) against the exact oracle's at η, δ = 0.5, largest relative difference", "identity",
                rates.Max(rate => Math.Abs((AlongTheStep(descent, rate, 0.5) / AlongTheStep(descent, rate, 0)) - 1)), 1e-9),
        ];
    }

    static double Slope(Func<double, double> f) => (Math.Log(f(1.0001)) - Math.Log(f(1 / 1.0001))) / (2 * Math.Log(1.0001));

    static double AlongTheStep(MatrixDescent descent, double rate, double error) =>
        descent.Run(0, rate / (1 + error), 0.5, (matrix, _) => (1 + error) * NewtonSchulz.Quintic.Orthogonalise(matrix, 14));

    static double Mapped(Seed seed)
    {
        var matrix = MatrixDescent.Gaussian(new RandomNumbers(seed["mapped"]), 10);
        var svd = matrix.Svd();
        var polar = svd.U * svd.VT;
        NewtonSchulz[] kinds = [NewtonSchulz.Cubic, NewtonSchulz.Quintic, NewtonSchulz.Muon];
        return kinds.Max(kind => Enumerable.Range(0, 9).Max(k => Math.Abs((kind.Orthogonalise(matrix, k) - polar).L2Norm() - kind.Error([.. svd.S], k))));
    }
}
