using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Networks;

/// <summary>The networks that several studies train; a study changes with <c>with</c> what it is about.</summary>
static class SmallNetworks
{
    /// <summary>Two blocks of width 64 on the synthetic language, 8 sequences of 32 tokens per update, AdamW: some 4 ms per update on one core.</summary>
    public static TrainingConfig Language(Schedule schedule, ulong seed = 1) => new()
    {
        Model = new TransformerModel(32, 64, 2, 2),
        Data = new("language", [new("vocabulary", "256")]),
        Optimizer = new("adamw", [new("beta2", "0.95"), new("decay", "0.1")]),
        Schedule = schedule,
        Steps = schedule.Steps,
        Batch = BatchSizes.Constant(8),
        EvaluateEvery = Math.Max(1, schedule.Steps / 50),
        HeldOut = 64,
        Seed = seed,
    };

    /// <summary>One block of width 24 on a language of 64 tokens: some 0.3 ms per update, for the short variants.</summary>
    public static TrainingConfig TinyLanguage(Schedule schedule, ulong seed = 1) => Language(schedule, seed) with
    {
        Model = new TransformerModel(16, 24, 1, 2),
        Data = new("language", [new("depth", "2"), new("vocabulary", "64")]),
        HeldOut = 64,
    };

    /// <summary>
    /// One block of width 32 on the language of 256 tokens, 32 sequences of 16 tokens per update: some 3 ms. Its losses fluctuate less and fall for longer
    /// than those of <see cref="Language"/>, so that laws of whole curves can be told apart.
    /// </summary>
    public static TrainingConfig SteadyLanguage(Schedule schedule, ulong seed = 1) => Language(schedule, seed) with
    {
        Model = new TransformerModel(16, 32, 1, 2),
        Batch = BatchSizes.Constant(32),
        HeldOut = 128,
    };

    /// <summary>A perceptron on rendered digits, 16 images per update, SGD with momentum.</summary>
    public static TrainingConfig Images(Schedule schedule, ulong seed = 1) => new()
    {
        Model = new PerceptronModel([64]),
        Data = new("digits"),
        Optimizer = new("heavy-ball"),
        Schedule = schedule,
        Steps = schedule.Steps,
        Batch = BatchSizes.Constant(16),
        EvaluateEvery = Math.Max(1, schedule.Steps / 50),
        HeldOut = 256,
        Seed = seed,
    };
}
