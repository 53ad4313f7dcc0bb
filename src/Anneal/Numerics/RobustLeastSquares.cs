namespace Anneal.Numerics;

/// <summary>Why an iteration ended.</summary>
public enum StopReason
{
    /// <summary>No step lowers the objective any more.</summary>
    Converged,

    /// <summary>The iteration limit came first; raise it, or give better starting values.</summary>
    IterationLimit,

    /// <summary>The objective is not finite where it started.</summary>
    NotFinite,
}

/// <summary>Residuals r(z) and their Jacobian.</summary>
/// <param name="z">The point.</param>
/// <param name="residuals">n places.</param>
/// <param name="jacobian">Empty, or n × p places by rows.</param>
public delegate void ResidualFunction(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian);

/// <summary>The problem min Σ w_i ρ(r_i(z)) + ½ Σ_j τ_j (z_j − μ_j)² within a box.</summary>
/// <param name="Residuals">n.</param>
/// <param name="Lower">p lower bounds.</param>
/// <param name="Upper">p upper bounds; equal to the lower one for a variable that is held.</param>
public sealed record RobustProblem(int Residuals, double[] Lower, double[] Upper)
{
    /// <summary>δ of Huber's ρ: r²/2 within δ, δ(|r| − δ/2) beyond; ∞ for least squares.</summary>
    public double Delta { get; init; } = double.PositiveInfinity;

    /// <summary>w_i; empty for ones.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>μ; empty without a prior.</summary>
    public double[] PriorMean { get; init; } = [];

    /// <summary>τ, zero where there is no prior.</summary>
    public double[] PriorPrecision { get; init; } = [];

    /// <summary>Four steps in a row that lower the objective by less than this share of it end the iteration.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>The most iterations.</summary>
    public int MaxIterations { get; init; } = 400;
}

/// <summary>Where a minimisation ended.</summary>
public sealed record RobustMinimum(double[] Point, double Objective, int Iterations, StopReason Stop);

/// <summary>
/// Levenberg–Marquardt for Huber's loss: minimises Σ w ρ(r(z)), with an optional quadratic prior, in a box.
/// </summary>
/// <remarks>
/// The step solves (JᵀΩJ + T + λD) s = −∇F with Ω = w where |r| ≤ δ and a tenth of w ρ′/r beyond (ρ″ is 0 there, the
/// majorising weight ρ′/r too stiff), D the diagonal, and variables at a bound that the gradient pushes against held. The
/// damping follows the ratio of actual to predicted decrease. Sources: Huber 1964; Nielsen 1999 (damping).
/// All memory is taken up front; one object serves many starts, one at a time.
/// </remarks>
public sealed class RobustLeastSquares(RobustProblem problem, ResidualFunction function)
{
    const double TailStiffness = 0.1;

    readonly int n = problem.Residuals, p = problem.Lower.Length;
    double[] residuals = new double[problem.Residuals], trialResiduals = new double[problem.Residuals];
    double[] jacobian = new double[problem.Residuals * problem.Lower.Length];
    double[] trialJacobian = new double[problem.Residuals * problem.Lower.Length];
    readonly double[] gradient = new double[problem.Lower.Length];
    readonly double[] hessian = new double[problem.Lower.Length * problem.Lower.Length];
    readonly double[] step = new double[problem.Lower.Length];
    readonly double[] trial = new double[problem.Lower.Length];
    readonly double[] scale = new double[problem.Lower.Length];

    /// <summary>Minimises from <paramref name="start"/>.</summary>
    public RobustMinimum Minimize(ReadOnlySpan<double> start, CancellationToken cancellation = default)
    {
        var z = start.ToArray();
        for (var j = 0; j < p; j++) z[j] = Math.Clamp(z[j], problem.Lower[j], problem.Upper[j]);
        function(z, residuals, jacobian);
        var objective = Objective(residuals, z);
        if (!double.IsFinite(objective)) return new(z, objective, 0, StopReason.NotFinite);
        var (damping, raise, small) = (1e-3, 2.0, 0);
        for (var iteration = 1; iteration <= problem.MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            Linearise(z);
            while (true)
            {
                var solved = TryStep(z, damping, out var predicted) && predicted > 0;
                if (solved)
                {
                    // Most steps are taken, and a Jacobian costs little more than the residuals.
                    function(trial, trialResiduals, trialJacobian);
                    var trialObjective = Objective(trialResiduals, trial);
                    var ratio = (objective - trialObjective) / predicted;
                    if (double.IsFinite(trialObjective) && ratio > 1e-4)
                    {
                        small = objective - trialObjective <= problem.Tolerance * objective ? small + 1 : 0;
                        trial.CopyTo(z, 0);
                        (residuals, trialResiduals) = (trialResiduals, residuals);
                        (jacobian, trialJacobian) = (trialJacobian, jacobian);
                        objective = trialObjective;
                        var centred = (2 * ratio) - 1;
                        damping = Math.Max(1e-14, damping * Math.Max(0.1, 1 - (centred * centred * centred)));
                        raise = 2;
                        break;
                    }
                }

                if (damping > 1e12 || (solved && predicted <= 1e-14 * objective))
                    return new(z, objective, iteration, StopReason.Converged);
                damping *= raise;
                raise *= 2;
            }

            if (small >= 4) return new(z, objective, iteration, StopReason.Converged);
        }

        return new(z, objective, problem.MaxIterations, StopReason.IterationLimit);
    }

    double Objective(ReadOnlySpan<double> r, ReadOnlySpan<double> z)
    {
        var (sum, delta) = (0.0, problem.Delta);
        for (var i = 0; i < n; i++)
        {
            var size = Math.Abs(r[i]);
            sum += Weight(i) * (size <= delta ? size * size / 2 : delta * (size - (delta / 2)));
        }

        for (var j = 0; j < problem.PriorMean.Length; j++)
        {
            var off = z[j] - problem.PriorMean[j];
            sum += problem.PriorPrecision[j] * off * off / 2;
        }

        return sum;
    }

    double Weight(int i) => problem.Weights.Length == 0 ? 1 : problem.Weights[i];

    void Linearise(ReadOnlySpan<double> z)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        for (var i = 0; i < n; i++)
        {
            var size = Math.Abs(residuals[i]);
            var inside = size <= problem.Delta;
            var psi = Weight(i) * (inside ? residuals[i] : Math.CopySign(problem.Delta, residuals[i]));
            var stiffness = Weight(i) * (inside ? 1 : TailStiffness * problem.Delta / size);
            var row = jacobian.AsSpan(i * p, p);
            for (var a = 0; a < p; a++)
            {
                gradient[a] += psi * row[a];
                var w = stiffness * row[a];
                for (var b = 0; b <= a; b++) hessian[(a * p) + b] += w * row[b];
            }
        }

        for (var j = 0; j < problem.PriorMean.Length; j++)
        {
            gradient[j] += problem.PriorPrecision[j] * (z[j] - problem.PriorMean[j]);
            hessian[(j * p) + j] += problem.PriorPrecision[j];
        }
    }

    // Solves for the free variables and clips to the box; false if the matrix is not positive definite.
    bool TryStep(ReadOnlySpan<double> z, double damping, out double predicted)
    {
        predicted = 0;
        Span<int> free = stackalloc int[p];
        var m = 0;
        for (var j = 0; j < p; j++)
        {
            var held = problem.Lower[j] >= problem.Upper[j] || (z[j] <= problem.Lower[j] && gradient[j] > 0)
                || (z[j] >= problem.Upper[j] && gradient[j] < 0);
            if (!held) free[m++] = j;
        }

        if (m == 0) return false;
        Span<double> l = stackalloc double[m * m];
        Span<double> x = stackalloc double[m];
        for (var a = 0; a < m; a++) scale[a] = 1 / Math.Sqrt(Math.Max(Hessian(free[a], free[a]), 1e-300));
        for (var a = 0; a < m; a++)
        {
            for (var b = 0; b <= a; b++)
                l[(a * m) + b] = (Hessian(free[a], free[b]) * scale[a] * scale[b]) + (a == b ? damping + 1e-15 : 0);
            x[a] = -gradient[free[a]] * scale[a];
        }

        if (!Cholesky.Solve(l, x)) return false;
        Array.Clear(step);
        for (var a = 0; a < m; a++) step[free[a]] = x[a] * scale[a];
        for (var j = 0; j < p; j++)
        {
            trial[j] = Math.Clamp(z[j] + step[j], problem.Lower[j], problem.Upper[j]);
            step[j] = trial[j] - z[j];
        }

        for (var a = 0; a < p; a++)
        {
            predicted -= gradient[a] * step[a];
            for (var b = 0; b < p; b++) predicted -= Hessian(a, b) * step[a] * step[b] / 2;
        }

        return true;
    }

    double Hessian(int a, int b) => a >= b ? hessian[(a * p) + b] : hessian[(b * p) + a];
}
