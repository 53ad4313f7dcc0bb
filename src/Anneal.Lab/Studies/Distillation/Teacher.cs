using Anneal.Lab.Studies.Networks;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Distillation;

/// <summary>A trained network that is asked for its loss on batches, and for nothing else.</summary>
/// <param name="run">The run that trained it.</param>
/// <param name="updates">After how many updates it stands; one of the run's states.</param>
/// <param name="source">What samples it takes.</param>
sealed class Teacher(NetworkRun run, int updates, SampleSource source) : IDisposable
{
    readonly TrainingJob job = Restored(run, updates, source);

    /// <summary>The mean loss of a batch.</summary>
    public double Loss(Batch batch) => job.Model.Loss(batch);

    /// <summary>The mean held-out loss.</summary>
    public double HeldOut() => job.Evaluate();

    /// <inheritdoc/>
    public void Dispose() => job.Dispose();

    /// <summary>Trains a student whose lower bound on each batch's loss is this teacher's, a copy of which is made, so that runs share nothing.</summary>
    /// <param name="teacher">The run that trained the teacher.</param>
    /// <param name="updates">After how many updates it stands.</param>
    /// <param name="bounds">Where the bounds are put, one for every update; null for nowhere.</param>
    public static Func<TrainingConfig, SampleSource, CancellationToken, NetworkRun> Teaches(NetworkRun teacher, int updates, List<double>? bounds = null) =>
        (config, source, cancellation) =>
        {
            using var own = new Teacher(teacher, updates, source);
            return NetworkRun.Train(config, source, Bound, cancellation);

            double Bound(Batch batch)
            {
                var loss = own.Loss(batch);
                bounds?.Add(loss);
                return loss;
            }
        };

    static TrainingJob Restored(NetworkRun run, int updates, SampleSource source)
    {
        var restored = new TrainingJob(run.Config, source, threads: 1);
        run.States[updates].CopyTo(restored);
        return restored;
    }
}
