using Anneal.Schedules;

namespace Anneal.Curves;

/// <summary>What was trained and what was logged.</summary>
/// <param name="Name">How the run is named in tables and messages.</param>
/// <param name="Schedule">The rates from the first update on, the warm-up included where it is known.</param>
/// <param name="Curve">The logged loss.</param>
public sealed record TrainingRun(string Name, Schedule Schedule, LossCurve Curve)
{
    /// <summary>The log it came from, if it came from one.</summary>
    public string? Source { get; init; }

    /// <summary>W: the rate sum of a warm-up before the schedule's first step.</summary>
    public double PriorSum { get; init; }

    /// <summary>Leading warm-up steps of the schedule; null for the length of its initial rise.</summary>
    public int? WarmupSteps { get; init; }

    /// <summary>A factor on the run's part of the objective.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How many updates each logged loss averages over, ending at its step; 1 for a point value.</summary>
    public int Window { get; init; } = 1;

    /// <summary>The first step that is scored; rows before it are a copy of another run (0: all are scored).</summary>
    public int BranchStep { get; init; }

    /// <summary>
    /// The last step whose row a run beside it was branched off with: such rows are counted here, but would be known without this run (−1: none).
    /// </summary>
    public int SharedThrough { get; init; } = -1;

    /// <summary>The metric's column name, e.g. <c>val_loss</c>.</summary>
    public string Metric { get; init; } = "loss";

    /// <summary>Batch size in the log's own unit, if known.</summary>
    public double? BatchSize { get; init; }

    /// <summary>Tokens per update, if known.</summary>
    public double? TokensPerStep { get; init; }

    /// <summary>The unit of the loss (<c>nats/token</c>, <c>bits/byte</c>), if known.</summary>
    public string? LossUnit { get; init; }

    /// <summary>The optimiser's name, if known.</summary>
    public string? Optimizer { get; init; }

    /// <summary>The step from which on the log holds no finite loss to its end; null for a log that ends with numbers.</summary>
    public int? DivergedAt { get; init; }

    /// <summary>What a reader noticed and assumed, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The schedule written out, with its warm-up.</summary>
    public RatePath Path => field ??= new RatePath(Schedule, PriorSum, WarmupSteps);
}
