using Anneal.Fitting;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Control;

/// <summary>What a fit can say about one schedule against another.</summary>
public enum Verdict
{
    /// <summary>The interval of the difference holds zero, or there is none.</summary>
    Tied,

    /// <summary>The schedule ends lower, and the interval excludes zero.</summary>
    Better,

    /// <summary>The schedule ends higher, and the interval excludes zero.</summary>
    Worse,
}

/// <summary>A paired comparison of two schedules' final losses: L(other) − L(schedule), with an interval.</summary>
/// <remarks>
/// The variance is (g_A − g_B)ᵀΣ(g_A − g_B) for the parameters (g = ∂L/∂z at the last step, Σ the coordinates' covariance), so that
/// what both schedules share cancels, plus the law's own error on a difference, (m L)² (s_A² + s_B² − 2ρ s_A s_B): m the fit's model
/// error, s the stretch of each schedule's extrapolation, ρ = 0.5 because the two share the base of the curve, on which a law errs
/// alike, but not the annealing. Measurement noise is left out: it is no property of a schedule. The quantile is Student's, as in
/// <see cref="Forecaster"/>. Even two schedules that hardly differ are told apart no better than ±m√(2−2ρ).
/// </remarks>
/// <param name="Difference">L(other) − L(schedule): positive where the schedule ends lower.</param>
/// <param name="Lower">The interval's lower end; null without a covariance.</param>
/// <param name="Upper">The interval's upper end; null without a covariance.</param>
public sealed record Comparison(double Difference, double? Lower, double? Upper)
{
    /// <summary>ρ: how much of the law's own error two schedules share.</summary>
    const double SharedError = 0.5;

    /// <summary>Whether the schedule is better, worse, or neither as far as the fit can tell.</summary>
    public Verdict Verdict => Lower > 0 ? Verdict.Better : Upper < 0 ? Verdict.Worse : Verdict.Tied;

    /// <summary>Compares two schedules under a fit.</summary>
    /// <param name="fit">The fit; its law decides the losses.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="other">What it is compared with.</param>
    /// <param name="level">The share of such intervals that should hold the true difference, in 0 … 1.</param>
    public static Comparison Of(Fit fit, RatePath schedule, RatePath other, double level = 0.9)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Require.Level(level);
        var difference = fit.Law.FinalLoss(other) - fit.Law.FinalLoss(schedule);
        if (fit.Covariance.IsEmpty) return new(difference, null, null);

        var p = fit.Law.Theta.Length;
        var (mine, others, byPlace) = (new double[p], new double[p], new double[p]);
        var loss = Gradient(fit, schedule, mine);
        var otherLoss = Gradient(fit, other, others);
        for (var j = 0; j < p; j++) others[j] -= mine[j];
        var coordinates = new CoordinateGradient(fit);
        coordinates.Of(others, 1, byPlace);
        var (a, b) = (Stretch(fit, schedule), Stretch(fit, other));
        var model = fit.ModelError.Level * Math.Sqrt(loss * otherLoss);
        var variance = coordinates.Variance(byPlace) + (model * model * ((a * a) + (b * b) - (2 * SharedError * a * b)));
        var half = StudentT.InvCDF(0, 1, Forecaster.Freedom, (1 + level) / 2) * Math.Sqrt(variance);
        return new(difference, difference - half, difference + half);
    }

    static double Gradient(Fit fit, RatePath path, Span<double> byTheta)
    {
        Span<double> loss = [0];
        fit.Law.Law.Prepare(path, [path.Steps - 1], fit.Law.Warmup).Evaluate(fit.Law.Theta.AsSpan(), loss, byTheta);
        return loss[0];
    }

    static double Stretch(Fit fit, RatePath path) =>
        ModelErrors.Stretch(fit.Seen, new CoveredSoFar(path).Through(path.Steps - 1), reasons: null);
}
