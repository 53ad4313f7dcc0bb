using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.BatchRamps;

/// <summary>Lengths and batches.</summary>
/// <param name="Small">B₁.</param>
/// <param name="Factor">B₂/B₁.</param>
/// <param name="Steps">D/B₁: the updates of a run at the small batch only.</param>
sealed record RampSizes(int Small, int Factor, int Steps)
{
    /// <summary>Shares of the data before the switch.</summary>
    public static readonly double[] Switches = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Where the decay starts, as a share of the data.</summary>
    public const double Decay = 0.8;

    /// <summary>B₂.</summary>
    public int Large => Small * Factor;

    /// <summary>D/B₂.</summary>
    public int LargeSteps => Math.Max(1, Steps / Factor);

    /// <summary>Updates before a switch after a share of the data.</summary>
    public int Before(double share) => (int)Math.Round(share * Steps);

    /// <summary>Updates at the large batch from one share of the data to another.</summary>
    public int LargeBetween(double from, double to) => Math.Max(1, (int)Math.Round((to - from) * LargeSteps));

    /// <summary>All updates of a run that switches after a share of the data.</summary>
    public int Updates(double share) => Before(share) + (share < 1 ? LargeBetween(share, 1) : 0);

    /// <summary>Updates at the large batch from one evaluation to the next.</summary>
    public int Every => Math.Max(2, LargeSteps / 60);

    /// <summary>The updates at the small batch in the runs that are set beside the large batch at equal steps.</summary>
    public IReadOnlyList<int> Heads => [.. new[] { LargeSteps / 4, LargeSteps / 2, Before(0.25) }.Select(steps => Math.Max(1, steps)).Distinct()];

    /// <summary>The updates that they go on at the large batch.</summary>
    public int Tail => LargeBetween(0.25, 1);
}

/// <summary>The runs of one seed at one rate.</summary>
/// <param name="Constant">By the share of the data before the switch: the rate stays constant.</param>
/// <param name="Decayed">By the same: the rate falls linearly to 0 over the last fifth of the data.</param>
/// <param name="Heads">By the updates at the small batch before the large: runs for equal steps; empty unless asked for.</param>
/// <param name="Whole">The large batch from the start, as long as the longest of these; null unless asked for.</param>
sealed record RampRuns(NetworkRun[] Constant, double[] Decayed, NetworkRun[] Heads, NetworkRun? Whole)
{
    public static RampRuns Of(RampSizes sizes, double rate, bool catchUp, Func<Schedule, TrainingConfig> configure, CancellationToken cancellation)
    {
        var shares = RampSizes.Switches;
        var small = configure(new Constant(rate, sizes.Steps)) with { Batch = BatchSizes.Constant(sizes.Small), EvaluateEvery = sizes.Every * sizes.Factor };
        int[] keep = [.. shares.Where(share => share is > 0 and < 1).Select(sizes.Before), sizes.Before(RampSizes.Decay), .. catchUp ? sizes.Heads : []];
        var trunk = NetworkRun.Train(small, cancellation, keep);
        if (trunk.Diverged is not null) return Diverged(trunk);
        var (constant, decayed) = (new NetworkRun[shares.Length], new double[shares.Length]);
        for (var i = 0; i < shares.Length; i++)
        {
            var share = shares[i];
            // The rate falls from here on: a run at the large batch by then, unless it is the small batch's own.
            var from = share < 1 ? sizes.Before(share) + sizes.LargeBetween(share, RampSizes.Decay) : sizes.Before(RampSizes.Decay);
            constant[i] = share < 1 ? Switched(trunk, sizes, sizes.Before(share), sizes.LargeBetween(share, 1), rate, cancellation, from) : trunk;
            decayed[i] = constant[i].Diverged is null
                ? constant[i].Branch(from, new Linear(rate, 0, Math.Max(1, sizes.Updates(share) - from)), cancellation).Final
                : double.PositiveInfinity;
        }

        return catchUp
            ? new(constant, decayed, [.. sizes.Heads.Select(head => Switched(trunk, sizes, head, sizes.Tail, rate, cancellation))],
                Switched(trunk, sizes, 0, sizes.Heads[^1] + sizes.Tail, rate, cancellation))
            : new(constant, decayed, [], null);
    }

    /// <summary>The mean of a run's held-out losses over its last twentieth: a constant rate keeps its last loss noisy.</summary>
    public static double Last(NetworkRun run)
    {
        if (run.Diverged is not null) return double.PositiveInfinity;
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < run.HeldOut.Count; i++)
        {
            if (run.HeldOut.Steps[i] + 1 <= 0.95 * run.Config.Steps) continue;
            sum += run.HeldOut.Loss[i];
            count++;
        }

        return sum / count;
    }

    static NetworkRun Switched(NetworkRun trunk, RampSizes sizes, int head, int tail, double rate, CancellationToken cancellation, params IReadOnlyCollection<int> keep)
    {
        var config = trunk.Config with { Batch = trunk.Config.Batch.Then(head, sizes.Large), EvaluateEvery = sizes.Every };
        return head == 0
            ? NetworkRun.Train(config with { Schedule = new Constant(rate, tail), Steps = tail }, cancellation, keep)
            : (trunk with { Config = config }).Branch(head, new Constant(rate, tail), cancellation, keep);
    }

    static RampRuns Diverged(NetworkRun trunk) => new(
        [.. RampSizes.Switches.Select(_ => trunk)], [.. RampSizes.Switches.Select(_ => double.PositiveInfinity)], [], null);
}
