using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Fitting;

namespace Anneal.Formats;

/// <summary>A fit, and what was read to make it.</summary>
/// <param name="Fit">The fit.</param>
/// <param name="Sources">What was read.</param>
public sealed record SavedFit(Fit Fit, FitSources Sources);

/// <summary>What a fit was made from; a value is null where it is not known, or not the same for all runs.</summary>
/// <param name="Logs">The runs' logs, in the order read.</param>
public sealed record FitSources(ImmutableArray<string> Logs)
{
    /// <summary>No runs: the values were given.</summary>
    public static FitSources None { get; } = new(ImmutableArray<string>.Empty);

    /// <summary>The loss that was read: <c>val_loss</c>, <c>loss</c>, …</summary>
    public string? Metric { get; init; }

    /// <summary>Batch size, in the logs' own unit.</summary>
    public double? BatchSize { get; init; }

    /// <summary>Tokens per update.</summary>
    public double? TokensPerStep { get; init; }

    /// <summary>The unit of the loss.</summary>
    public string? LossUnit { get; init; }

    /// <summary>The optimiser's name.</summary>
    public string? Optimizer { get; init; }

    /// <summary>What <paramref name="runs"/> have in common.</summary>
    public static FitSources Of(IReadOnlyList<TrainingRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new([.. runs.Select(run => run.Source ?? run.Name)])
        {
            Metric = Shared(run => run.Metric),
            BatchSize = Shared(run => run.BatchSize),
            TokensPerStep = Shared(run => run.TokensPerStep),
            LossUnit = Shared(run => run.LossUnit),
            Optimizer = Shared(run => run.Optimizer),
        };

        T? Shared<T>(Func<TrainingRun, T?> value)
        {
            var first = runs.Count > 0 ? value(runs[0]) : default;
            return runs.All(run => Equals(value(run), first)) ? first : default;
        }
    }
}
