using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>
/// The best rates of a functional scaling law by search alone: all ln η_k, from a constant, by the gradient of
/// <see cref="ScalingDynamics.FinalLoss"/>. It knows no form of the solution, so it can judge those that claim to be it.
/// </summary>
/// <param name="Rates">η, a place a step.</param>
/// <param name="Loss">E after the last step.</param>
/// <param name="Evaluations">How often the loss was evaluated.</param>
public sealed record SearchedSchedule(double[] Rates, double Loss, int Evaluations)
{
    const double DeepestLog = -20;

    /// <summary>Searches.</summary>
    /// <param name="problem">The exponents, the noise and the largest rate, which must be finite.</param>
    /// <param name="steps">N ≥ 2.</param>
    /// <param name="cancellation">Looked at once an iteration.</param>
    public static SearchedSchedule Of(ScalingProblem problem, int steps, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        Require.PositiveRate(problem.MaxRate, nameof(problem));
        var top = Math.Log(problem.MaxRate);
        var (logs, lower, upper) = (new double[steps], new double[steps], new double[steps]);
        Array.Fill(logs, top - 1);
        Array.Fill(lower, top + DeepestLog);
        Array.Fill(upper, top);
        var rates = new double[steps];
        var minimizer = new BoxMinimizer { Memory = 20, MaxEvaluations = 3000, Tolerance = 1e-11, FirstStep = 0.5 };
        var (loss, evaluations) = minimizer.Minimize(Value, logs, lower, upper, cancellation);
        for (var k = 0; k < steps; k++) rates[k] = Math.Exp(logs[k]);
        return new(rates, loss, evaluations);

        double Value(ReadOnlySpan<double> x, Span<double> gradient)
        {
            for (var k = 0; k < rates.Length; k++) rates[k] = Math.Exp(x[k]);
            var value = ScalingDynamics.FinalLoss(problem, rates, default, gradient);
            for (var k = 0; k < rates.Length; k++) gradient[k] *= rates[k];
            return value;
        }
    }
}
