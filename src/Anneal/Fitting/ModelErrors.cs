using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>How wrong a law is on a run it has not seen, and how much more so outside of what it has seen.</summary>
/// <remarks>
/// The constants were measured on public runs (docs/decisions/0009-intervals.md): the error of a fitted law on schedules
/// of the fitted peak and length is about 0.2 % of the loss; it grows with the logarithm of the horizon, of the distance to
/// the nearest fitted peak rate, and of how far the rate goes below the lowest one seen. The horizon is the larger of the steps and
/// of the rate sum in units of the peak: at a constant rate a run goes further than on a cosine of its length.
/// </remarks>
static class ModelErrors
{
    /// <summary>A law's relative error where nothing was held out.</summary>
    public const double Default = 0.002;

    /// <summary>How many held-out runs the default counts for.</summary>
    public const double DefaultWeight = 3;

    /// <summary>What a factor e in horizon adds to the stretch.</summary>
    public const double PerHorizon = 1.2;

    const double PerPeak = 6, PerFloor = 0.25, LeastDrop = 0.01, Rise = 1.5;

    /// <summary>The held-out errors of <paramref name="errors"/>.Count runs, shrunk towards the default.</summary>
    public static ModelError Combine(IReadOnlyList<double> errors)
    {
        // Their mean, not their quadratic mean: one run that misses should not set the width of all.
        var sum = DefaultWeight * Default;
        foreach (var error in errors) sum += error;
        return new(sum / (DefaultWeight + errors.Count), errors.Count);
    }

    /// <summary>The factor on the model error at a horizon, peak and lowest rate, and why.</summary>
    public static double Stretch(in SeenRange seen, in SeenRange wanted, List<string>? reasons)
    {
        var stretch = 1.0;
        var (steps, full) = (Math.Log((double)wanted.Steps / seen.Steps), Math.Log(wanted.FullSteps / seen.FullSteps));
        var horizon = Math.Max(steps, full);
        if (horizon > 0.05)
        {
            stretch += PerHorizon * horizon;
            reasons?.Add(steps >= full
                ? Text.Of($"The horizon of {wanted.Steps} steps is {Math.Exp(steps):F1} times the longest fitted run; the interval is widened for it.")
                : Text.Of($"The rates add up to {wanted.FullSteps:F0} times their peak, {Math.Exp(full):F1} times as much as in any fitted run; the interval is widened for it."));
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
