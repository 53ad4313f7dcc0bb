using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>A stage of a schedule file.</summary>
public sealed record ScheduleStage
{
    /// <summary>The shape of rates listed one by one.</summary>
    public const string Table = "table";

    /// <summary>The shape of a stage in the notation.</summary>
    public const string Notation = "spec";

    /// <summary>Where it ends, counted from the beginning of training; may be left out where the rates say how many they are.</summary>
    public Amount? To { get; init; }

    /// <summary><c>constant</c>, a ramp of the catalogue, <c>table</c> or <c>spec</c>.</summary>
    public required string Shape { get; init; }

    /// <summary>The rate it starts from; null for where the stage before ends.</summary>
    public Amount? From { get; init; }

    /// <summary>The rate it leads to.</summary>
    public Amount? Lr { get; init; }

    /// <summary>The exponent of <c>power</c>.</summary>
    public double? Exponent { get; init; }

    /// <summary>The rates of a <c>table</c>.</summary>
    public ValueList<double>? Rates { get; init; }

    /// <summary>The schedule of a <c>spec</c>.</summary>
    public Schedule? Spec { get; init; }
}

/// <summary>Writes schedules as stages.</summary>
static class StageWriter
{
    public static ValueList<ScheduleStage> StagesOf(Schedule schedule)
    {
        var stages = new List<ScheduleStage>();
        var (end, last) = (0, double.NaN);
        foreach (var segment in Leaves(schedule))
        {
            end += segment.Steps;
            var stage = Stage(segment);
            // A start is written where the stage before does not lead there.
            if (stage.From is { Value: var from } && from == last) stage = stage with { From = null };
            last = stage.Lr?.Value ?? segment[^1];
            stages.Add(stage with { To = end });
        }

        return new([.. stages]);
    }

    // Chains and names for chains are taken apart, scaled ramps scaled; a ramp with a different last bit would still be one.
    static IEnumerable<Schedule> Leaves(Schedule schedule) => schedule switch
    {
        Schedule.Chain chain => chain.Segments.SelectMany(Leaves),
        Schedule.Composite composite => Leaves(composite.Expanded),
        Warmup { Steps: > 1 } warmup => [new Linear(0, warmup.Peak, warmup.Steps - 1), new Constant(warmup.Peak, 1)],
        Warmup warmup => [new Constant(warmup.Peak, 1)],
        Schedule.Scaled { Inner: Schedule.Chain or Schedule.Composite or Warmup } scaled => Leaves(scaled.Inner).SelectMany(part => Leaves(scaled.Factor * part)),
        Schedule.Scaled { Inner: Constant constant } scaled => [new Constant(scaled.Factor * constant.Rate, constant.Steps)],
        Schedule.Scaled { Inner: Tabulated table } => [new Tabulated(schedule.ToArray())],
        _ => [schedule],
    };

    static ScheduleStage Stage(Schedule segment) => segment switch
    {
        Constant constant => new ScheduleStage { Shape = "constant", Lr = constant.Rate },
        Tabulated table => new ScheduleStage { Shape = ScheduleStage.Table, Rates = table.Rates },
        Ramp ramp => new ScheduleStage
        {
            Shape = DecayShape.Of(ramp).Name,
            From = ramp.From,
            Lr = ramp.To,
            Exponent = (ramp as Power)?.Exponent,
        },
        _ => new ScheduleStage { Shape = ScheduleStage.Notation, Spec = segment },
    };
}
