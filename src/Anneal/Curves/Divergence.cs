namespace Anneal.Curves;

/// <summary>Tells runs that diverged.</summary>
public static class Divergence
{
    const int Rows = 5;
    const double Share = 0.05;
    const double Levels = 20;
    const double RisingRate = 1.05;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "a run has diverged when its loss is not finite to the end, or when the median of its last five rows lies 5 % and twenty "
        + "noise levels above its lowest five-row median, and half of the loss above it if the rate has risen since";

    /// <summary>Why a run counts as diverged, a clause without a full stop; null if it does not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="noise">σ of <see cref="NoiseLevel.Of"/>.</param>
    public static string? Of(TrainingRun run, double noise)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.DivergedAt is { } step) return FormattableString.Invariant($"its loss is not finite from step {step} on");
        var curve = run.Curve;
        if (curve.Count < 2 * Rows || double.IsNaN(noise)) return null;
        Span<double> window = stackalloc double[Rows];
        var (least, at) = (double.PositiveInfinity, 0);
        var final = 0.0;
        for (var i = 0; i + Rows <= curve.Count; i++)
        {
            curve.Loss.Slice(i, Rows).CopyTo(window);
            final = NoiseLevel.Median(window);
            if (final < least) (least, at) = (final, i + (Rows / 2));
        }

        var rise = Math.Log(final / least);
        var margin = Math.Max(Share, Levels * noise);
        if (rise <= margin || (RateRises(run, at) && rise <= Math.Log(1.5))) return null;
        return FormattableString.Invariant($"its loss ends at {final:G4} after a low of {least:G4} near step {curve.Steps[at]}");
    }

    static bool RateRises(TrainingRun run, int from)
    {
        var steps = run.Curve.Steps;
        var rate = run.Schedule[steps[from]];
        for (var i = from; i < steps.Length; i++)
        {
            if (run.Schedule[steps[i]] > RisingRate * rate) return true;
        }

        return false;
    }
}
