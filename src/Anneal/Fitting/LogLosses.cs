using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>log L and its derivatives in the fit's coordinates at steps of a schedule.</summary>
readonly record struct LogLosses(double[] Values, double[] Rows)
{
    /// <summary>Evaluates a fit's law.</summary>
    public static LogLosses Of(Fit fit, RatePath path, ReadOnlySpan<int> steps)
    {
        var width = fit.Law.Theta.Length;
        var (loss, jacobian, rows) = (new double[steps.Length], new double[steps.Length * width], new double[steps.Length * width]);
        fit.Law.Law.Prepare(path, steps, fit.Law.Warmup).Evaluate(fit.Law.Theta.AsSpan(), loss, jacobian);
        var coordinates = fit.Covariance.IsEmpty ? null : new CoordinateGradient(fit);
        for (var i = 0; i < loss.Length; i++)
        {
            coordinates?.Of(jacobian.AsSpan(i * width, width), 1 / loss[i], rows.AsSpan(i * width, width));
            loss[i] = Math.Log(loss[i]);
        }

        return new(loss, rows);
    }
}
