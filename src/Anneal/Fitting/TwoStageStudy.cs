using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>
/// The loss reduction of one drop of the rate, measured against a constant run and fitted on its own: the study from which the
/// multi-power law was found.
/// </summary>
/// <remarks>
/// LD(x) = L_constant(Z) − L_two-stage(T_A + x), x steps after a drop from η_A to η_B at step T_A, where Z is the place at which the
/// constant run has the same rate sum. The fit is LD(x) = B̃ (1 − (1 + C̃ x)^−β), Huber's loss with δ = 0.01 on log LD. Under
/// the multi-power law B̃ = B (η_A − η_B) and C̃ = C η_B^{1−γ}. Source: Luo et al. 2025, arXiv:2503.12811, section 3.
/// </remarks>
public static class TwoStageStudy
{
    const double Delta = 1e-2;

    /// <summary>Measures LD at the two-stage run's logged steps after its drop.</summary>
    /// <param name="constant">A run at the two-stage run's first rate, at least as long in rate sum.</param>
    /// <param name="twoStage">A run whose rate after the warm-up drops once and stays.</param>
    /// <exception cref="InputException">The schedules are not of these forms, or their logs do not overlap.</exception>
    public static LossReduction Measure(TrainingRun constant, TrainingRun twoStage)
    {
        var (path, reference) = (twoStage.Path, constant.Path);
        var drop = OnlyDrop(twoStage, path);
        var (before, after) = (path.Rates[drop - 1], path.Rates[drop]);
        RequireConstant(constant, reference, before);
        var (x, reduction, left) = (ImmutableArray.CreateBuilder<int>(), ImmutableArray.CreateBuilder<double>(), 0);
        var steps = twoStage.Curve.Steps;
        var rows = constant.Curve;
        for (var (i, row) = (0, 1); i < steps.Length; i++)
        {
            if (steps[i] < drop || steps[i] >= path.Steps) continue;
            var sum = path.PriorSum + path.Sums[steps[i]];
            while (row < rows.Count && Sum(rows.Steps[row]) < sum) row++;
            if (row >= rows.Count || Sum(rows.Steps[row - 1]) > sum) continue;
            var (low, high) = (Sum(rows.Steps[row - 1]), Sum(rows.Steps[row]));
            var share = (sum - low) / (high - low);
            var loss = rows.Loss[row - 1] + (share * (rows.Loss[row] - rows.Loss[row - 1]));
            // The fit is of log LD; where noise hides the reduction there is none.
            if (loss <= twoStage.Curve.Loss[i])
            {
                left++;
                continue;
            }

            x.Add(steps[i] - drop + 1);
            reduction.Add(loss - twoStage.Curve.Loss[i]);
        }

        if (x.Count < 4)
        {
            throw new InputException(
                $"After the drop of '{twoStage.Name}' at step {drop} only {x.Count} logged losses lie below those of '{constant.Name}' at the "
                + "same rate sum; a fit needs at least 4. Log more often, or give a longer constant run.");
        }

        return new(before, after, drop, x.ToImmutable(), reduction.ToImmutable(), left);

        double Sum(int step) => reference.PriorSum + reference.Sums[Math.Min(step, reference.Steps - 1)];
    }

    /// <summary>Fits LD(x) = B̃ (1 − (1 + C̃ x)^−β).</summary>
    /// <param name="measured">LD.</param>
    /// <param name="beta">β to hold; null to fit it too.</param>
    public static LossReductionFit Fit(LossReduction measured, double? beta = null)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var held = beta is { } value ? Math.Log(value) : double.NaN;
        var n = measured.X.Length;
        var logs = measured.Reduction.Select(Math.Log).ToArray();
        var problem = new RobustProblem(
            n,
            [logs.Max() - 5, -30, beta is null ? Math.Log(0.01) : held],
            [logs.Max() + 8, 10, beta is null ? Math.Log(20) : held])
        {
            Delta = Delta,
        };
        var solver = new RobustLeastSquares(problem, Residuals);
        RobustMinimum? best = null;
        // B̃ from the last reductions, C̃ from the first by B̃ C̃ β = LD′(0), for several β.
        foreach (var exponent in (double[])[0.2, 0.4, 0.8, 1.6])
        {
            var asymptote = 1.2 * Math.Exp(logs.Max());
            var slope = measured.Reduction[0] / measured.X[0];
            var end = solver.Minimize([Math.Log(asymptote), Math.Log(slope / asymptote / exponent), Math.Log(beta ?? exponent)]);
            if (best is null || end.Objective < best.Objective) best = end;
        }

        return new(Math.Exp(best!.Point[0]), Math.Exp(best.Point[1]), Math.Exp(best.Point[2]), best.Objective, best.Stop);

        void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
        {
            var (speed, exponent) = (Math.Exp(z[1]), Math.Exp(z[2]));
            for (var i = 0; i < n; i++)
            {
                var y = 1 + (speed * measured.X[i]);
                var rest = Math.Pow(y, -exponent);
                residuals[i] = z[0] + Math.Log(1 - rest) - logs[i];
                if (jacobian.IsEmpty) continue;
                jacobian[3 * i] = 1;
                jacobian[(3 * i) + 1] = exponent * rest * (y - 1) / y / (1 - rest);
                jacobian[(3 * i) + 2] = exponent * rest * Math.Log(y) / (1 - rest);
            }
        }
    }

    static int OnlyDrop(TrainingRun run, RatePath path)
    {
        var drop = 0;
        for (var t = path.WarmupSteps + 1; t < path.Steps; t++)
        {
            if (path.Rates[t] == path.Rates[t - 1]) continue;
            if (drop > 0 || path.Rates[t] > path.Rates[t - 1]) return Refuse();
            drop = t;
        }

        return drop > 0 ? drop : Refuse();

        int Refuse() => throw new InputException(
            $"'{run.Name}' is not a two-stage run: after its warm-up the rate must fall once, from one constant to another.");
    }

    static void RequireConstant(TrainingRun run, RatePath path, double rate)
    {
        for (var t = path.WarmupSteps + 1; t < path.Steps; t++)
        {
            if (Math.Abs(path.Rates[t] - rate) <= 1e-9 * rate) continue;
            throw new InputException(Text.Of(
                $"'{run.Name}' is not constant at {rate}: its rate at step {t} is {path.Rates[t]}; give the run that the two-stage run branches from."));
        }
    }
}

/// <summary>A measured loss reduction.</summary>
/// <param name="Before">η_A.</param>
/// <param name="After">η_B.</param>
/// <param name="DropStep">T_A: the first step at η_B.</param>
/// <param name="X">Updates made at η_B, ascending from 1.</param>
/// <param name="Reduction">LD at each, positive.</param>
/// <param name="Hidden">How many logged steps were left out because noise hides the reduction.</param>
public sealed record LossReduction(
    double Before, double After, int DropStep, ImmutableArray<int> X, ImmutableArray<double> Reduction, int Hidden);

/// <summary>LD(x) = B̃ (1 − (1 + C̃ x)^−β), fitted.</summary>
/// <param name="Asymptote">B̃, in units of the loss.</param>
/// <param name="Speed">C̃, per step.</param>
/// <param name="Beta">β.</param>
/// <param name="Objective">Σ ρ(log LD − log measured).</param>
/// <param name="Stop">Why the iteration ended.</param>
public sealed record LossReductionFit(double Asymptote, double Speed, double Beta, double Objective, StopReason Stop)
{
    /// <summary>LD after <paramref name="x"/> steps.</summary>
    public double At(double x) => Asymptote * (1 - Math.Pow(1 + (Speed * x), -Beta));
}
