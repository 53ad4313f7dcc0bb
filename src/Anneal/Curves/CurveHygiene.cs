using System.Collections.Immutable;
using System.Globalization;

namespace Anneal.Curves;

/// <summary>What was found in one run.</summary>
/// <param name="Run">The run as read.</param>
public sealed record InspectedRun(TrainingRun Run)
{
    /// <summary>What is to be fitted: the run without its spikes and without rows that an earlier run has; null if it is left out.</summary>
    public TrainingRun? Kept { get; init; }

    /// <summary>Why the run is left out, a clause; null if it is not.</summary>
    public string? LeftOut { get; init; }

    /// <summary>σ of the log loss (<see cref="NoiseLevel"/>); NaN for fewer than five rows.</summary>
    public required double Noise { get; init; }

    /// <summary>The steps of its spikes.</summary>
    public ImmutableArray<int> SpikeSteps { get; init; } = [];

    /// <summary>The last step whose row an earlier run has too; null for none.</summary>
    public int? CopiedThrough { get; init; }

    /// <summary>The earlier run that has those rows.</summary>
    public string? CopyOf { get; init; }

    /// <summary>The correlation of neighbouring residuals (<see cref="Smoothing"/>); NaN where it is not known.</summary>
    public required double Correlation { get; init; }
}

/// <summary>What was found in runs that are to be fitted together.</summary>
/// <param name="Runs">One entry a run, in the order given.</param>
/// <param name="Trunks">Which runs share their beginnings.</param>
public sealed record CurveHygiene(ImmutableArray<InspectedRun> Runs, ImmutableArray<SharedTrunk> Trunks)
{
    /// <summary>The runs to fit: no diverged run, no spike, every shared row once.</summary>
    public IReadOnlyList<TrainingRun> Kept => [.. Runs.Select(run => run.Kept).OfType<TrainingRun>()];

    /// <summary>The findings, a sentence without a full stop each, with the rule that led to each kind.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            var said = new List<string>();
            Add(Divergence.Rule, LeftOut(isCopy: false));
            Add(Spikes.Rule, Runs.Where(run => !run.SpikeSteps.IsEmpty).Select(run =>
                Say($"{run.Run.Name}: spikes are left out at steps {string.Join(", ", run.SpikeSteps.Take(8))}{(run.SpikeSteps.Length > 8 ? Say($", … ({run.SpikeSteps.Length} in all)") : "")}")));
            Add(SharedTrunks.Rule, LeftOut(isCopy: true).Concat(Trunks.Select(trunk =>
                Say($"{trunk.Runs.Length} runs share steps ≤ {trunk.LastStep} ({string.Join(", ", trunk.Runs)}); these {trunk.Points} rows count once"))));
            Add(Smoothing.Rule, Runs.Where(run => run.Correlation >= Smoothing.Suspicious).Select(run =>
                Say($"{run.Run.Name}: the loss may have been smoothed before it was logged (correlation {run.Correlation:F2}); window: N in a runs file says over how many updates it averages")));
            return said;

            IEnumerable<string> LeftOut(bool isCopy) => Runs
                .Where(run => run.LeftOut is not null && run.CopyOf is not null == isCopy)
                .Select(run => $"{run.Run.Name} is left out: {run.LeftOut}");

            void Add(string rule, IEnumerable<string> findings)
            {
                var before = said.Count;
                said.AddRange(findings);
                if (said.Count > before) said.Add($"rule: {rule}");
            }
        }
    }

    /// <summary>Looks at runs: noise, divergence, spikes, shared trunks, smoothing.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellation">Stops between runs and between kinds of findings.</param>
    public static CurveHygiene Inspect(IReadOnlyList<TrainingRun> runs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var noise = runs.Select(run => NoiseLevel.Of(run.Curve)).ToArray();
        cancellation.ThrowIfCancellationRequested();
        var diverged = runs.Select((run, i) => Divergence.Of(run, noise[i])).ToArray();
        // A diverged run keeps no row for the others.
        var sound = Enumerable.Range(0, runs.Count).Where(i => diverged[i] is null).ToArray();
        var soundRuns = sound.Select(i => runs[i]).ToArray();
        var copies = SharedTrunks.Copies(soundRuns);
        cancellation.ThrowIfCancellationRequested();
        var inspected = runs.Select((run, i) => new InspectedRun(run)
        {
            LeftOut = diverged[i],
            Noise = noise[i],
            Correlation = Smoothing.Correlation(run),
        }).ToArray();
        for (var k = 0; k < sound.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (own, of) = copies[k];
            inspected[sound[k]] = Clean(inspected[sound[k]], own, of < 0 ? null : soundRuns[of].Name, SharedThrough(soundRuns[k], k, copies));
        }

        return new CurveHygiene([.. inspected], SharedTrunks.Of(soundRuns));
    }

    // The last of the run's rows that a later run begins with.
    static int SharedThrough(TrainingRun run, int place, IReadOnlyList<(int FirstOwnRow, int CopyOf)> copies)
    {
        var rows = copies.Where(copy => copy.CopyOf == place).Select(copy => copy.FirstOwnRow).DefaultIfEmpty(0).Max();
        return rows == 0 ? -1 : run.Curve.Steps[rows - 1];
    }

    static InspectedRun Clean(InspectedRun found, int own, string? copyOf, int sharedThrough)
    {
        var (run, curve) = (found.Run, found.Run.Curve);
        var spikes = Spikes.Of(curve, run.Schedule, found.Noise);
        var kept = Enumerable.Range(own, curve.Count - own).Except(spikes).ToArray();
        found = found with
        {
            SpikeSteps = [.. spikes.Select(i => curve.Steps[i])],
            CopiedThrough = own > 0 ? curve.Steps[own - 1] : null,
            CopyOf = copyOf,
        };
        if (kept.Length == 0) return found with { LeftOut = $"all its rows are those of {copyOf}" };
        if (sharedThrough >= 0) run = run with { SharedThrough = sharedThrough };
        if (kept.Length == curve.Count) return found with { Kept = run };
        var (steps, loss) = (Array.ConvertAll(kept, i => curve.Steps[i]), Array.ConvertAll(kept, i => curve.Loss[i]));
        return found with { Kept = run with { Curve = new LossCurve(steps, loss) } };
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
