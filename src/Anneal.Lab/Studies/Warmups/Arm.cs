using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Warmups;

/// <summary>A way to choose rates, its peak still free.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Rate">For a peak, a new run's η by step and gap; it may remember the run's past.</param>
sealed record Arm(string Name, Func<double, Func<int, double, double>> Rate)
{
    /// <summary>A linear warm-up over a share of the run, then a linear decay to 0.</summary>
    public static Arm Linear(double share, int steps)
    {
        var warmup = (int)Math.Round(share * steps);
        return new(share == 0 ? "no warm-up" : $"{100 * share:0} %", peak => (t, _) => t < warmup ? peak * (t + 1) / (warmup + 1) : peak * (steps - t) / (steps - warmup));
    }

    /// <summary>The gap's warm-up until Δ ≤ Δ*, then a linear decay to 0 over the steps that are left.</summary>
    public static Arm ByGap(double peakGap, double start, double divisor, int steps) => new("gap's warm-up", peak =>
    {
        var (warmup, end) = (GapWarmup.Through(peak, divisor, start, peakGap), -1);
        return (t, gap) =>
        {
            if (end < 0 && gap <= peakGap) end = t;
            // Beyond the first gap the formula's rate falls further; a run that is thrown back there starts anew at it.
            return end < 0 ? warmup.Rate(Math.Min(gap, start)) : peak * (steps - t) / (steps - end);
        };
    });

    /// <summary>cΔ/(K₀ + K₁Δ + K₂Δ²) with the function's own constants; the peak is c.</summary>
    public static Arm ByCurvature() => new("cΔ/(K₀ + K₁Δ + K₂Δ²)", peak => (_, gap) => peak * SteepBowl.Curvature.Rate(gap));

    /// <summary>The best peak: the least geometric mean of final losses over the runs.</summary>
    public Tuned Tune(SteepBowl bowl, int runs, bool isNormalised)
    {
        var peak = RateSearch.Best(Mean, 2e-3, 20, 17, 0.03).Rate;
        var logs = Logs(peak);
        var mean = logs.Average();
        return new(peak, Math.Exp(mean), Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (runs - 1) / runs));

        double Mean(double trial) => Logs(trial).Average();
        double[] Logs(double trial) => [.. Enumerable.Range(0, runs).Select(i => Math.Log(bowl.Run(i, Rate(trial), isNormalised)))];
    }
}

/// <summary>What an arm reaches.</summary>
/// <param name="Peak">Its best peak.</param>
/// <param name="Loss">The geometric mean of the final losses.</param>
/// <param name="Error">The standard error of its logarithm.</param>
sealed record Tuned(double Peak, double Loss, double Error);
