using System.Collections.Immutable;

namespace Anneal.Curves;

/// <summary>Runs that begin as one: the same rows up to a step.</summary>
/// <param name="Runs">Their names, in the order given.</param>
/// <param name="LastStep">The last step that all of them share.</param>
/// <param name="Points">How many rows they share.</param>
public sealed record SharedTrunk(ImmutableArray<string> Runs, int LastStep, int Points);

/// <summary>Finds runs that were branched off one another, so that a shared row is counted once.</summary>
public static class SharedTrunks
{
    const int FewestPoints = 3;
    const double RateTolerance = 1e-6;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "two runs share a trunk when their first rows, at least three, have the same steps and rates and losses that are equal "
        + "within rounding; a shared row counts in the first of the runs";

    /// <summary>
    /// For each run the place in its curve of the first row that is no copy of an earlier run's, and that run's place, −1 if there is none.
    /// </summary>
    public static IReadOnlyList<(int FirstOwnRow, int CopyOf)> Copies(IReadOnlyList<TrainingRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var copies = new (int, int)[runs.Count];
        for (var i = 0; i < runs.Count; i++)
        {
            copies[i] = (0, -1);
            for (var j = 0; j < i; j++)
            {
                var shared = SharedPoints(runs[j], runs[i]);
                if (shared > copies[i].Item1) copies[i] = (shared, j);
            }
        }

        return copies;
    }

    /// <summary>The trunks, longest last: at each step where a group of runs parts, the runs that were one until then.</summary>
    public static ImmutableArray<SharedTrunk> Of(IReadOnlyList<TrainingRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var shared = new int[runs.Count, runs.Count];
        for (var i = 0; i < runs.Count; i++)
        {
            for (var j = 0; j < i; j++)
                shared[i, j] = shared[j, i] = SharedPoints(runs[j], runs[i]);
        }

        // Prefixes make a tree: the runs that share at least n rows with run i, for each n at which one of them leaves.
        var trunks = new HashSet<(string Members, int Points)>();
        var found = ImmutableArray.CreateBuilder<SharedTrunk>();
        for (var i = 0; i < runs.Count; i++)
        {
            for (var j = i + 1; j < runs.Count; j++)
            {
                var points = shared[i, j];
                if (points == 0) continue;
                var members = Enumerable.Range(0, runs.Count).Where(k => k == i || shared[i, k] >= points).ToArray();
                if (trunks.Add((string.Join(' ', members), points)))
                    found.Add(new SharedTrunk([.. members.Select(k => runs[k].Name)], runs[i].Curve.Steps[points - 1], points));
            }
        }

        return [.. found.OrderBy(trunk => trunk.LastStep)];
    }

    /// <summary>How many rows two runs have in common from the first on; 0 for fewer than three.</summary>
    public static int SharedPoints(TrainingRun first, TrainingRun second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Metric != second.Metric) return 0;
        var (a, b) = (first.Curve, second.Curve);
        var most = Math.Min(a.Count, b.Count);
        if (most < FewestPoints || !Alike(0) || !Alike(1) || !Alike(2)) return 0;
        var (coarse, fine) = (NoiseLevel.Rounding(a), NoiseLevel.Rounding(b));
        // A log with fewer digits may differ by half of its last one; logs written alike may not differ at all.
        var tolerance = coarse == fine ? 0 : 0.5001 * Math.Max(coarse, fine);
        var n = 0;
        while (n < most && Alike(n) && Math.Abs(a.Loss[n] - b.Loss[n]) <= tolerance + (1e-12 * a.Loss[n])) n++;
        return n < FewestPoints ? 0 : n;

        bool Alike(int i) => a.Steps[i] == b.Steps[i]
            && Math.Abs(first.Schedule[a.Steps[i]] - second.Schedule[b.Steps[i]]) <= RateTolerance * first.Schedule[a.Steps[i]];
    }
}
