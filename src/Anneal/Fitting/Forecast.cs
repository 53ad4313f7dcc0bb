using System.Collections.Immutable;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Fitting;

/// <summary>The loss along a schedule, with an interval for what would be measured.</summary>
public sealed record Forecast
{
    /// <summary>Step labels.</summary>
    public required ImmutableArray<int> Steps { get; init; }

    /// <summary>L.</summary>
    public required ImmutableArray<double> Loss { get; init; }

    /// <summary>The interval's lower end; empty without a covariance.</summary>
    public required ImmutableArray<double> Lower { get; init; }

    /// <summary>The interval's upper end.</summary>
    public required ImmutableArray<double> Upper { get; init; }

    /// <summary>The share of measurements that the interval should hold.</summary>
    public required double Level { get; init; }

    /// <summary>Why the interval is wider than where the fit was made, and what else a reader should know.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}

/// <summary>Forecasts from a fit.</summary>
/// <remarks>
/// The relative variance of a measured loss is gᵀΣg (parameters: g = ∂ log L/∂z, Σ the coordinates' covariance), plus the
/// measurement noise, plus the law's own error from held-out runs stretched for extrapolation (<see cref="ModelErrors"/>).
/// The interval is L·exp(±t s) with t of Student's distribution with eight degrees of freedom, since the parts are estimates.
/// </remarks>
public static class Forecaster
{
    /// <summary>Degrees of freedom of the intervals' Student distribution.</summary>
    internal const double Freedom = 8;

    /// <summary>At most this many evenly spaced steps and the last one.</summary>
    public static int[] Grid(int steps, int points = 400)
    {
        var every = Math.Max(1, (steps - 1) / points);
        var grid = new List<int>();
        for (var t = (steps - 1) % every; t < steps; t += every) grid.Add(t);
        return [.. grid];
    }

    /// <summary>The loss of <paramref name="path"/> at <paramref name="steps"/> under a fit.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="path">The schedule.</param>
    /// <param name="steps">Strictly rising step labels.</param>
    /// <param name="level">The share of measurements that the interval should hold, in 0 … 1.</param>
    public static Forecast Of(Fit fit, RatePath path, ReadOnlySpan<int> steps, double level = 0.9)
    {
        Require.Level(level);
        var spreads = Spreads(fit, path, steps, out var loss);
        var quantile = StudentT.InvCDF(0, 1, Freedom, (1 + level) / 2);
        var (lower, upper) = (new double[loss.Length], new double[loss.Length]);
        var covered = new CoveredSoFar(path);
        var wanted = default(SeenRange);
        for (var i = 0; i < loss.Length; i++)
        {
            // Only what has happened by then stretches the interval: horizon and floor grow along the curve.
            wanted = covered.Through(steps[i]);
            var model = fit.ModelError.Level * ModelErrors.Stretch(fit.Seen, wanted, null);
            var s = Math.Sqrt((spreads[i] * spreads[i]) + (fit.Noise * fit.Noise) + (model * model));
            lower[i] = loss[i] * Math.Exp(-quantile * s);
            upper[i] = loss[i] * Math.Exp(quantile * s);
        }

        return new Forecast
        {
            Steps = [.. steps],
            Loss = [.. loss],
            Lower = fit.Covariance.IsEmpty ? [] : [.. lower],
            Upper = fit.Covariance.IsEmpty ? [] : [.. upper],
            Level = level,
            Warnings = steps.IsEmpty ? [] : Warnings(fit, wanted),
        };
    }

    /// <summary>What widens an interval where a schedule has covered so much, and where the law does not hold.</summary>
    internal static ImmutableArray<string> Warnings(Fit fit, in SeenRange wanted)
    {
        var warnings = new List<string>();
        ModelErrors.Stretch(fit.Seen, wanted, warnings);
        if (wanted.HasRise && !fit.Law.Law.Card.HoldsForRisingRates)
            warnings.Add($"The {fit.Law.Law.Card.Title} does not hold for rising rates. {fit.Law.Law.Card.Caution}");
        return [.. warnings];
    }

    // √(gᵀΣg) of log L at each step.
    internal static double[] Spreads(Fit fit, RatePath path, ReadOnlySpan<int> steps, out double[] loss)
    {
        var p = fit.Law.Theta.Length;
        var losses = LogLosses.Of(fit, path, steps);
        loss = losses.Loss;
        var spreads = new double[steps.Length];
        if (fit.Covariance.IsEmpty) return spreads;
        var coordinates = new CoordinateGradient(fit);
        for (var i = 0; i < spreads.Length; i++) spreads[i] = Math.Sqrt(coordinates.Variance(losses.Rows.AsSpan(i * p, p)));
        return spreads;
    }
}

/// <summary>What a schedule has covered up to a step, advanced step by step.</summary>
sealed class CoveredSoFar(RatePath path)
{
    int next = path.WarmupSteps;
    double lowest = double.MaxValue;
    bool rise;

    /// <summary>The rates seen through <paramref name="step"/>; steps may only grow from call to call.</summary>
    public SeenRange Through(int step)
    {
        for (; next <= step; next++)
        {
            lowest = Math.Min(lowest, path.Rates[next]);
            rise |= next > path.WarmupSteps && path.Rates[next] > path.Rates[next - 1] * (1 + 1e-9);
        }

        var rate = lowest < double.MaxValue ? lowest : path.Peak;
        return new(rate, path.Peak, path.Peak, step + 1, rate / path.Peak, rise) { FullSteps = path.Sums[step] / path.Peak };
    }
}
