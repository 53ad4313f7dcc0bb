using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>Where on a run a law may be wrong, by how much, and how alike that is to elsewhere on the same run.</summary>
/// <remarks>
/// A law's own error is a Gaussian process along a run: standard deviation m_t (1 + a_t/4) with m of <see cref="ModelErrors"/>
/// and a_t = 1 − η_t/peak, correlation e^{−|ln(t/u)|/3 − |a_t − a_u|/0.3}: what a run has shown at its peak rate says little of how
/// the law errs on its annealing. The three numbers were set on public runs (docs/decisions/0010-rest-of-a-run.md). Errors on
/// different runs count as independent.
/// </remarks>
/// <param name="LogStep">ln(t + 1).</param>
/// <param name="Annealed">a_t.</param>
/// <param name="Size">m_t.</param>
readonly record struct ErrorPlace(double LogStep, double Annealed, double Size)
{
    const double HorizonLength = 3, AnnealingLength = 0.3, MoreWhenAnnealed = 0.25;

    /// <summary>The place of a step under a fit.</summary>
    public static ErrorPlace Of(Fit fit, RatePath path, int step) => Along(fit, path, [step])[0];

    /// <summary>The places of rising steps under a fit, in one pass over the schedule.</summary>
    public static ErrorPlace[] Along(Fit fit, RatePath path, ReadOnlySpan<int> steps)
    {
        // A law of given parameters has shown no error yet.
        var level = double.IsNaN(fit.ModelError.Level) ? ModelErrors.Default : fit.ModelError.Level;
        var (places, covered) = (new ErrorPlace[steps.Length], new CoveredSoFar(path));
        for (var i = 0; i < places.Length; i++)
        {
            var stretch = ModelErrors.Stretch(fit.Seen, covered.Through(steps[i]), null);
            var annealed = 1 - (path.Rates[steps[i]] / path.Peak);
            places[i] = new(Math.Log(steps[i] + 1.0), annealed, level * stretch * (1 + (MoreWhenAnnealed * annealed)));
        }

        return places;
    }

    /// <summary>The covariance of the errors at two places of one run.</summary>
    public double Covariance(in ErrorPlace other) => Size * other.Size * Math.Exp(
        -(Math.Abs(LogStep - other.LogStep) / HorizonLength) - (Math.Abs(Annealed - other.Annealed) / AnnealingLength));
}
