using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>What a log itself does not say: an entry of a runs file, its defaults, or the options of a command.</summary>
public sealed record RunSettings
{
    /// <summary>The schedule; null to infer the rates from the log. With <see cref="Warmup"/> it begins after the warm-up.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>
    /// N, the steps of a linear warm-up from 0 that reaches the peak at its last step, index N − 1. With a
    /// <see cref="Schedule"/> it comes before the schedule's first step, whose rate is the peak: steps 0 … N − 1 are the ramp and
    /// the schedule begins at step N. Without one it fills the steps before the log's first row. Step labels always count from
    /// the warm-up's first step.
    /// </summary>
    public int? Warmup { get; init; }

    /// <summary>
    /// The rate sum of the warm-up. With <see cref="Warmup"/> the N steps get their mean rate in place of a ramp; alone it is
    /// the sum of a warm-up that came before step 0, so that labels count from its end.
    /// </summary>
    public double? WarmupSum { get; init; }

    /// <summary>The run's name; null for the file's.</summary>
    public string? Name { get; init; }

    /// <summary>A factor on the run's part of the objective, above 0.</summary>
    public double? Weight { get; init; }

    /// <summary>The first step that is scored.</summary>
    public int? BranchStep { get; init; }

    /// <summary>How many updates each logged loss averages over.</summary>
    public int? Window { get; init; }

    /// <summary>The column to read as the loss.</summary>
    public string? Metric { get; init; }

    /// <summary>
    /// Added to every step label before it counts as an index (the update of label 0 is the first); null for what the format says.
    /// </summary>
    public int? Offset { get; init; }

    /// <summary>The format's name; null to recognise it by content.</summary>
    public string? Format { get; init; }

    /// <summary>A regular expression with groups <c>step</c>, <c>loss</c> and <c>lr</c>, for lines that no reader knows.</summary>
    public string? Pattern { get; init; }

    /// <summary>Batch size, in the log's own unit.</summary>
    public double? BatchSize { get; init; }

    /// <summary>Tokens per update.</summary>
    public double? TokensPerStep { get; init; }

    /// <summary>The optimiser's name.</summary>
    public string? Optimizer { get; init; }

    /// <summary>The unit of the loss.</summary>
    public string? LossUnit { get; init; }

    /// <summary>Where a jump of the rate between two rows is placed; at the later row unless it is said.</summary>
    public JumpPlacement? Jump { get; init; }

    /// <summary>The format to read as: the one named, or that of lines that match the pattern.</summary>
    internal string? ReadAs => Format ?? (Pattern is null ? null : PatternReader.Format);

    /// <summary>These settings, and those of <paramref name="other"/> where these say nothing.</summary>
    public RunSettings Or(RunSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RunSettings
        {
            Schedule = Schedule ?? other.Schedule,
            Warmup = Warmup ?? other.Warmup,
            WarmupSum = WarmupSum ?? other.WarmupSum,
            Name = Name ?? other.Name,
            Weight = Weight ?? other.Weight,
            BranchStep = BranchStep ?? other.BranchStep,
            Window = Window ?? other.Window,
            Metric = Metric ?? other.Metric,
            Offset = Offset ?? other.Offset,
            Format = Format ?? other.Format,
            Pattern = Pattern ?? other.Pattern,
            BatchSize = BatchSize ?? other.BatchSize,
            TokensPerStep = TokensPerStep ?? other.TokensPerStep,
            Optimizer = Optimizer ?? other.Optimizer,
            LossUnit = LossUnit ?? other.LossUnit,
            Jump = Jump ?? other.Jump,
        };
    }
}
