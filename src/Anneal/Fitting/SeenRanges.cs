namespace Anneal.Fitting;

/// <summary>Measures what a set of runs covers.</summary>
static class SeenRanges
{
    public static SeenRange Of(IReadOnlyList<FitRun> runs)
    {
        var (lowest, lowestPeak, highestPeak, steps, deepest, rise) = (double.MaxValue, double.MaxValue, 0.0, 0, 1.0, false);
        var full = 0.0;
        foreach (var run in runs)
        {
            var path = run.Run.Path;
            var last = Math.Min(run.Points.Steps[^1], path.Steps - 1);
            var peak = path.Peak;
            for (var t = Math.Min(path.WarmupSteps, last); t <= last; t++)
            {
                var rate = path.Rates[t];
                if (rate > 0) lowest = Math.Min(lowest, rate);
                deepest = Math.Min(deepest, rate / peak);
                rise |= t > path.WarmupSteps && rate > path.Rates[t - 1] * (1 + 1e-9);
            }

            lowestPeak = Math.Min(lowestPeak, peak);
            highestPeak = Math.Max(highestPeak, peak);
            steps = Math.Max(steps, last + 1);
            full = Math.Max(full, path.Sums[last] / peak);
        }

        return new(lowest, lowestPeak, highestPeak, steps, deepest, rise) { FullSteps = full };
    }
}
