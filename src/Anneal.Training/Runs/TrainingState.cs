namespace Anneal.Training.Runs;

/// <summary>A run between two updates, in memory: any number of runs that share its model, data, optimiser and seed go on from it.</summary>
public sealed class TrainingState
{
    readonly TrainingConfig config;
    readonly int step;
    readonly long samples;
    readonly long updates;
    readonly double[] numbers;
    readonly float[][] arrays;

    TrainingState(TrainingJob job) => (config, step, samples, updates, numbers, arrays) =
        (job.Config, job.Step, job.Samples, job.Optimizer.Steps, job.Numbers, [.. Checkpoint.Arrays(job).Select(array => array.Values.ToArray())]);

    /// <summary>Updates done.</summary>
    public int Step => step;

    /// <summary>What was trained until then.</summary>
    public TrainingConfig Config => config;

    /// <summary>Copies a run as it is now.</summary>
    public static TrainingState Of(TrainingJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new(job);
    }

    /// <summary>Puts a run where this one was; it goes on to the bit as this one would have under the same rates.</summary>
    /// <param name="job">A run of the same model, data, optimiser and seed.</param>
    /// <exception cref="ArgumentException">It is another.</exception>
    public void CopyTo(TrainingJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Config.Model != config.Model || job.Config.Data != config.Data || job.Config.Optimizer != config.Optimizer || job.Config.Seed != config.Seed
            || job.Config.RateRule != config.RateRule)
        {
            throw new ArgumentException("The run has another model, data, optimiser, rule for rates or seed.", nameof(job));
        }

        foreach (var (from, to) in arrays.Zip(Checkpoint.Arrays(job))) from.CopyTo(to.Values, 0);
        job.Resume(step, samples, updates, numbers);
    }
}
