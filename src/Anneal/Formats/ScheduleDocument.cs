using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>What the lengths of a schedule file count.</summary>
public enum ScheduleUnit
{
    /// <summary>Updates.</summary>
    Steps,

    /// <summary>Tokens; needs <see cref="ScheduleDocument.Batch"/> and <see cref="ScheduleDocument.Sequence"/>.</summary>
    Tokens,

    /// <summary>Samples; needs <see cref="ScheduleDocument.Batch"/>.</summary>
    Samples,

    /// <summary>Epochs; needs <see cref="ScheduleDocument.StepsPerEpoch"/>.</summary>
    Epochs,
}

/// <summary>At which index of a stage an update reads its rate; a stage of n updates starts at index 0 and reaches its <c>lr</c> at index n.</summary>
public enum UpdateIndex
{
    /// <summary>The first update reads index 0: a warm-up from 0 begins with a rate of 0, and a stage ends just short of its <c>lr</c>.</summary>
    FirstUpdateIs0,

    /// <summary>The first update reads index 1: no update is spent on the rate that a stage starts from, and the last one has its <c>lr</c>.</summary>
    FirstUpdateIs1,
}

/// <summary>A group of parameters whose rate is the schedule's times a factor.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Factor">The factor, at least 0.</param>
public sealed record GroupMultiplier(string Group, double Factor);

/// <summary>A batch size that holds up to a point of training.</summary>
/// <param name="To">Up to where, in the file's unit unless it says another; null for the end.</param>
/// <param name="Size">Samples per update, above 0.</param>
public sealed record BatchStage(Amount? To, double Size);

/// <summary>Where a schedule came from.</summary>
public sealed record ScheduleOrigin
{
    /// <summary>The program.</summary>
    public string? Tool { get; init; }

    /// <summary>The loss law.</summary>
    public string? Law { get; init; }

    /// <summary>The fit: a file or its hash.</summary>
    public string? Fit { get; init; }

    /// <summary>The predicted final loss.</summary>
    public double? Mean { get; init; }

    /// <summary>The lower end of its interval.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end of its interval.</summary>
    public double? High { get; init; }
}

/// <summary>
/// A schedule file, version 1: stages as they are written, in their own units, with all that a file says besides rates.
/// <see cref="ToSchedule"/> gives the rates; <c>docs/schedule-file.schema.json</c> is its schema.
/// </summary>
public sealed record ScheduleDocument
{
    /// <summary>The only version there is.</summary>
    public const int Version = 1;

    /// <summary>What the schedule is called.</summary>
    public string? Name { get; init; }

    /// <summary>What lengths without a unit count.</summary>
    public ScheduleUnit Unit { get; init; }

    /// <summary>Which index the first update reads.</summary>
    public UpdateIndex Index { get; init; }

    /// <summary>What rates in per cent refer to.</summary>
    public double? Peak { get; init; }

    /// <summary>What lengths in per cent refer to; without it the last stage's end.</summary>
    public Amount? Total { get; init; }

    /// <summary>The stages, at least one.</summary>
    public required ValueList<ScheduleStage> Stages { get; init; }

    /// <summary>Factors of groups of parameters.</summary>
    public ValueList<GroupMultiplier> Multipliers { get; init; } = [];

    /// <summary>Batch sizes; empty where nothing is said.</summary>
    public ValueList<BatchStage> Batch { get; init; } = [];

    /// <summary>Tokens per sample.</summary>
    public double? Sequence { get; init; }

    /// <summary>Updates per epoch.</summary>
    public double? StepsPerEpoch { get; init; }

    /// <summary>Where the schedule came from.</summary>
    public ScheduleOrigin? Origin { get; init; }

    /// <summary>The document of a schedule: a stage for each of its segments.</summary>
    public static ScheduleDocument Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new ScheduleDocument { Peak = new RatePath(schedule).Peak, Stages = StageWriter.StagesOf(schedule) };
    }

    /// <summary>The rates, an update each.</summary>
    /// <exception cref="InputException">The stages contradict each other or lack something; the message names the stage.</exception>
    public Schedule ToSchedule() => new StageCompiler(this).Compile();

    internal Schedule Compiled(string path)
    {
        try
        {
            return ToSchedule();
        }
        catch (InputException error)
        {
            throw new InputException(path, 0, error.Message, error);
        }
    }
}
