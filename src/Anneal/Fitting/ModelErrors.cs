using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>How wrong a law is on a run it has not seen, and how much more so outside of what it has seen.</summary>
/// <remarks>
/// The constants were measured on public runs (docs/decisions/0009-intervals.md): the error of a fitted law on schedules
/// of the fitted peak and length is about 0.2 % of the loss; it grows with the logarithm of the horizon, of the distance to
/// the nearest fitted peak rate, and of how far the rate goes below the lowest one seen.
/// </remarks>
static class ModelErrors
{
    /// <summary>A law's relative error where nothing was held out.</summary>
    public const double Default = 0.002;

    /// <summary>How many held-out runs the default counts for.</summary>
    const double DefaultWeight = 3;

    const double PerHorizon = 1.2, PerPeak = 6, PerFloor = 0.25, LeastDrop = 0.01, Rise = 1.5;

    /// <summary>The held-out errors of <paramref name="errors"/>.Count runs, shrunk towards the default.</summary>
    public static ModelError Combine(IReadOnlyList<double> errors)
    {
        var squares = DefaultWeight * Default * Default;
        foreach (var error in errors) squares += error * error;
        return new(Math.Sqrt(squares / (DefaultWeight + errors.Count)), errors.Count);
    }

    /// <summary>The factor on the model error at a horizon, peak and lowest rate, and why.</summary>
    public static double Stretch(in SeenRange seen, in SeenRange wanted, List<string>? reasons)
    {
        var stretch = 1.0;
        var horizon = Math.Log((double)wanted.Steps / seen.Steps);
        if (horizon > 0.05)
        {
            stretch += PerHorizon * horizon;
            reasons?.Add(Text.Of($"The horizon of {wanted.Steps} steps is {Math.Exp(horizon):F1} times the longest fitted run; the interval is widened for it."));
        }

        var above = Math.Log(wanted.HighestPeak / seen.HighestPeak);
        var below = Math.Log(seen.LowestPeak / wanted.HighestPeak);
        var peak = Math.Max(Math.Max(above, below), 0);
        if (peak > 0.02)
        {
            stretch += PerPeak * peak;
            var direction = above > below ? "above the highest" : "below the lowest";
            reasons?.Add(Text.Of($"The peak rate {NumberText.Rounded(wanted.HighestPeak)} is {direction} fitted one; the interval is widened for it."));
        }

        // Below a hundredth of the peak a rate is as good as none.
        var floor = Math.Log(Math.Max(seen.DeepestDrop, LeastDrop) / Math.Max(wanted.DeepestDrop, LeastDrop));
        if (floor > 0.1)
        {
            stretch += PerFloor * floor;
            reasons?.Add(Text.Of($"The rate goes below {seen.DeepestDrop:P0} of its peak, the lowest that the fitted runs have seen; the interval is widened for it."));
        }

        if (!wanted.HasRise || seen.HasRise) return stretch;
        reasons?.Add("The rate rises again after a drop, which no fitted run does; the interval is widened for it.");
        return stretch * Rise;
    }
}
