using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>L, log L and the derivatives of log L in the fit's coordinates at steps of a schedule; 0 without a covariance.</summary>
readonly record struct LogLosses(double[] Loss, double[] Values, double[] Rows)
{
    /// <summary>Evaluates a fit's law.</summary>
    public static LogLosses Of(Fit fit, RatePath path, ReadOnlySpan<int> steps)
    {
        var width = fit.Law.Theta.Length;
        var (loss, jacobian, rows) = (new double[steps.Length], new double[steps.Length * width], new double[steps.Length * width]);
        var values = new double[steps.Length];
        fit.Law.Law.Prepare(path, steps, fit.Law.Warmup).Evaluate(fit.Law.Theta.AsSpan(), loss, jacobian);
        var coordinates = fit.Covariance.IsEmpty ? null : new CoordinateGradient(fit);
        for (var i = 0; i < loss.Length; i++)
        {
            coordinates?.Of(jacobian.AsSpan(i * width, width), 1 / loss[i], rows.AsSpan(i * width, width));
            values[i] = Math.Log(loss[i]);
        }

        return new(loss, values, rows);
    }
}
