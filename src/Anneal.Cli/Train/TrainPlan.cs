using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>What a line of <c>anneal train</c> asks for.</summary>
/// <param name="Config">What is trained.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Out">The folder; empty for a dry run that names none.</param>
/// <param name="Checkpoint">What it goes on from; null for a new run.</param>
/// <param name="IsBranch">Whether it goes on in a folder of its own.</param>
sealed record TrainPlan(TrainingConfig Config, int Threads, string Out, Checkpoint? Checkpoint, bool IsBranch)
{
    /// <summary>The folder, begun or gone on with.</summary>
    public TrainingFolder Open(TrainingJob job) =>
        Checkpoint is null ? TrainingFolder.Begin(Out, job)
        : IsBranch ? TrainingFolder.Branch(Out, job, Checkpoint)
        : TrainingFolder.Resume(Out, job, Checkpoint);
}
