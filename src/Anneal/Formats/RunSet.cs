using System.Collections.Immutable;
using Anneal.Curves;

namespace Anneal.Formats;

/// <summary>Runs that were read together, with the same metric unless mixing was allowed.</summary>
/// <param name="Runs">The runs, in the order asked for.</param>
/// <param name="Reports">What became of each run's log.</param>
/// <param name="Metric">The loss that was read: <c>val_loss</c>, <c>loss</c>, <c>train_loss</c> or a column's own name.</param>
/// <param name="Notes">What was chosen or assumed for all of them, a sentence without a full stop each.</param>
public sealed record RunSet(
    ImmutableArray<TrainingRun> Runs, ImmutableArray<ImportReport> Reports, string Metric, ImmutableArray<string> Notes);

/// <summary>How runs are read.</summary>
public sealed record RunReadOptions
{
    /// <summary>What is said about every run; it goes before what a runs file says.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>
    /// Whether a log without rates and without a schedule is read all the same, its schedule 0 throughout and its report's source
    /// <see cref="RateSource.None"/>: enough to look at or to convert, not to fit.
    /// </summary>
    public bool RatesMayBeMissing { get; init; }

    /// <summary>Whether runs may differ in metric, batch size, tokens per step, loss unit and optimiser.</summary>
    public bool AllowMixed { get; init; }

    /// <summary>Of logs that hold several runs only those of this name, which may have <c>*</c> and <c>?</c>; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>What the path <c>-</c> stands for; null where it is a file's name as any other.</summary>
    public Stream? StandardInput { get; init; }
}

/// <summary>How far reading is.</summary>
/// <param name="Path">The log being read.</param>
/// <param name="Bytes">How much of it has been.</param>
/// <param name="Length">How much there is, if that is known.</param>
public readonly record struct ReadProgress(string Path, long Bytes, long? Length);
