namespace Anneal.Curves;

/// <summary>What went wrong when logged rates are not those of the schedule.</summary>
public enum RateFault
{
    /// <summary>Nothing: the log follows the schedule.</summary>
    None,

    /// <summary>Every rate is that of an update or two before or after.</summary>
    Shifted,

    /// <summary>The schedule advances several times for each update: once per process, or once per micro-batch.</summary>
    SteppedPerProcess,

    /// <summary>The schedule advances once every few updates: gradient accumulation counted twice, or not at all.</summary>
    Accumulation,

    /// <summary>The schedule advances once every many updates, as once per epoch.</summary>
    SteppedPerEpoch,

    /// <summary>The schedule began again at 0 in the middle, as after a checkpoint.</summary>
    Restarted,

    /// <summary>The schedule is laid out for another number of updates.</summary>
    Horizon,

    /// <summary>The warm-up has another length, as from another unit.</summary>
    WarmupUnit,

    /// <summary>The decay goes to 0 and not to the floor.</summary>
    FloorIgnored,

    /// <summary>Every rate is the schedule's times one factor.</summary>
    Scaled,

    /// <summary>Something else.</summary>
    Unknown,
}

/// <summary>Whether logged rates follow a schedule.</summary>
public sealed record RateVerdict
{
    /// <summary>What went wrong.</summary>
    public required RateFault Fault { get; init; }

    /// <summary>How much: the shift, the factor, the length or the update, as the fault has it; 0 for none.</summary>
    public double Amount { get; init; }

    /// <summary>What was found, in a sentence without a full stop.</summary>
    public required string Sentence { get; init; }

    /// <summary>The largest |logged − scheduled|.</summary>
    public required double Largest { get; init; }

    /// <summary>The index where it is.</summary>
    public required int At { get; init; }

    /// <summary>The first index where the two differ by more than the log's digits allow; null for none.</summary>
    public required int? FirstBad { get; init; }

    /// <summary>How many rows follow the schedule at each shift from −2 to 2.</summary>
    public required IReadOnlyList<(int Shift, int Rows)> Shifts { get; init; }

    /// <summary>Rows compared.</summary>
    public required int Rows { get; init; }

    /// <summary>Other faults that the log does not tell from this one.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}
