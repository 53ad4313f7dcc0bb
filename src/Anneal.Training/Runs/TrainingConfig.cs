using Anneal.Schedules;

namespace Anneal.Training.Runs;

/// <summary>All that decides what a training run computes, besides the code. <see cref="ConfigFile"/> reads and writes it.</summary>
public sealed record TrainingConfig
{
    /// <summary>What <see cref="Data"/> can be.</summary>
    public static IReadOnlyList<string> DataKinds => Parts.DataKinds;

    /// <summary>What <see cref="Optimizer"/> can be.</summary>
    public static IReadOnlyList<string> OptimizerKinds => Optimizers.OptimizerCatalog.All;

    /// <summary>The network.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>What it is trained on.</summary>
    public required PartConfig Data { get; init; }

    /// <summary>The rates, from the first update on; at least <see cref="Steps"/>. Zeros where <see cref="RateRule"/> finds them.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Updates.</summary>
    public required int Steps { get; init; }

    /// <summary>Finds the rates by the losses so far; null for the schedule's.</summary>
    public PartConfig? RateRule { get; init; }

    /// <summary>What changes the parameters.</summary>
    public PartConfig Optimizer { get; init; } = new("adamw");

    /// <summary>β_t, where the optimiser takes one; its last value holds on. Null for the optimiser's own.</summary>
    public Schedule? Momentum { get; init; }

    /// <summary>Samples per update.</summary>
    public BatchSizes Batch { get; init; } = BatchSizes.Constant(16);

    /// <summary>Parts that an update's samples are gone through in, to save memory; it divides every batch size.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// The longest gradient (Euclidean norm over all parameters); longer ones are shortened to it. Null for no bound, which optimisers that find
    /// their own rate need: they divide by the gradient's size, so that a shorter one makes a longer step.
    /// </summary>
    public double? Clip { get; init; } = 1;

    /// <summary>Updates from one evaluation on held-out samples to the next.</summary>
    public int EvaluateEvery { get; init; } = 50;

    /// <summary>Held-out samples, the same every time.</summary>
    public int HeldOut { get; init; } = 128;

    /// <summary>Updates from one row of the log to the next.</summary>
    public int LogEvery { get; init; } = 10;

    /// <summary>Updates from one checkpoint to the next.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Updates after which a checkpoint is kept under its own name, to branch from.</summary>
    public ValueList<int> Keep { get; init; } = [];

    /// <summary>Of the first weights and of where in the data the run begins.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The momentum of an update; NaN for the optimiser's own.</summary>
    public double MomentumAt(int step) => Momentum is null ? double.NaN : Momentum[Math.Min(step, Momentum.Steps - 1)];

    /// <summary>
    /// The same run up to an update, and from there on the rates of another schedule: a cool-down from a common trunk.
    /// </summary>
    /// <param name="from">Updates done.</param>
    /// <param name="rest">The rates of the updates after them, all of which are trained.</param>
    /// <exception cref="InputException">A rule found the rates until then, so that no schedule says them.</exception>
    public TrainingConfig Branch(int from, Schedule rest)
    {
        ArgumentNullException.ThrowIfNull(rest);
        if (RateRule is { } rule) throw new InputException($"The rates of this run were found by the rule '{rule.Kind}'; branch from a run under a schedule.");
        return from == 0
            ? this with { Schedule = rest, Steps = rest.Steps }
            : this with { Schedule = Schedule[..from].Then(rest), Steps = checked(from + rest.Steps) };
    }

    /// <summary>Why the numbers do not go together, in a sentence; null if they do.</summary>
    public string? Fault()
    {
        if (Schedule.Steps < Steps)
            return FormattableString.Invariant($"the schedule has {Schedule.Steps} updates, and {Steps} are asked for; give a longer schedule or fewer steps.");
        foreach (var stage in Batch.Stages)
        {
            if (stage.Size % Accumulate != 0)
                return FormattableString.Invariant($"a batch of {stage.Size} samples does not part into {Accumulate} equal parts; choose 'accumulate' so that it divides every batch.");
        }

        if (Clip is not null && Optimizers.OptimizerCatalog.FindsRate(Optimizer.Kind))
            return $"'{Optimizer.Kind}' finds its rate by the size of the gradient, and a clipped one would make its steps longer; set 'clip' to none or leave it out.";
        return Momentum?.ToArray().Any(beta => beta >= 1) == true ? "a momentum of 1 or more never forgets; 'momentum' stays below 1." : null;
    }
}
