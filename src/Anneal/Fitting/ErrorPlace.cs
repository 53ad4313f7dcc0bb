using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>Where on a run a law may be wrong, by how much, and how alike that is to elsewhere on the same run.</summary>
/// <remarks>
/// A law's own error is a Gaussian process along a run: standard deviation m_t (<see cref="ModelErrors"/>), correlation
/// e^{−|ln(t/u)|/ℓ − |a_t − a_u|/ℓ_a} with a_t = 1 − η_t/peak; ℓ and ℓ_a were set on public runs
/// (docs/decisions/0010-rest-of-a-run.md). Errors on different runs count as independent.
/// </remarks>
/// <param name="LogStep">ln(t + 1).</param>
/// <param name="Annealed">a_t.</param>
/// <param name="Size">m_t.</param>
readonly record struct ErrorPlace(double LogStep, double Annealed, double Size)
{
    const double HorizonLength = 1.5, AnnealingLength = 1.5;

    /// <summary>The place of a step under a fit.</summary>
    public static ErrorPlace Of(Fit fit, RatePath path, int step)
    {
        // A law of given parameters has shown no error yet.
        var level = double.IsNaN(fit.ModelError.Level) ? ModelErrors.Default : fit.ModelError.Level;
        var stretch = ModelErrors.Stretch(fit.Seen, new CoveredSoFar(path).Through(step), null);
        return new(Math.Log(step + 1.0), 1 - (path.Rates[step] / path.Peak), level * stretch);
    }

    /// <summary>The covariance of the errors at two places of one run.</summary>
    public double Covariance(in ErrorPlace other) => Size * other.Size * Math.Exp(
        -(Math.Abs(LogStep - other.LogStep) / HorizonLength) - (Math.Abs(Annealed - other.Annealed) / AnnealingLength));
}
