using System.Reflection;
using Anneal.Formats;

namespace Anneal.Training.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Last">Its last update.</param>
/// <param name="HeldOut">The last held-out loss; NaN before the first.</param>
/// <param name="Samples">Samples trained on.</param>
public readonly record struct TrainingProgress(TrainingStep Last, double HeldOut, long Samples);

/// <summary>
/// A run on disk: <c>log.csv</c>, <c>run.json</c> (the exact configuration, version, sizes), <c>config.yaml</c> (which trains it
/// again), <c>latest.checkpoint</c>, and a <c>step-N.checkpoint</c> for every update that is kept.
/// </summary>
public sealed class TrainingFolder : IDisposable
{
    readonly TrainingJob job;
    readonly TrainingLog log;

    TrainingFolder(string folder, TrainingJob job) => (Folder, this.job, log) = (folder, job, new(Path.Combine(folder, "log.csv")));

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The log.</summary>
    public string LogPath => Path.Combine(Folder, "log.csv");

    /// <summary>The newest checkpoint.</summary>
    public string LatestPath => Latest(Folder);

    /// <summary>Updates done at the newest checkpoint; null where there is none.</summary>
    public int? Saved { get; private set; }

    /// <summary>The last held-out loss; NaN before the first.</summary>
    public double HeldOut { get; private set; } = double.NaN;

    /// <summary>The newest checkpoint of a run's folder.</summary>
    public static string Latest(string folder) => Path.Combine(folder, "latest.checkpoint");

    /// <summary>The checkpoint that a folder keeps of an update.</summary>
    public static string Kept(string folder, int step) => Path.Combine(folder, FormattableString.Invariant($"step-{step}.checkpoint"));

    /// <summary>A new run in a new folder, or in one that holds no run.</summary>
    /// <exception cref="InputException">The folder holds a run, or cannot be written.</exception>
    public static TrainingFolder Begin(string folder, TrainingJob job) => Opened(folder, job, isNew: true, static _ => { });

    /// <summary>A run that a checkpoint has begun, in a folder of its own: the configuration may have other rates from there on.</summary>
    /// <exception cref="InputException">The folder holds a run or cannot be written, or the checkpoint is of another run.</exception>
    public static TrainingFolder Branch(string folder, TrainingJob job, Checkpoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Opened(folder, job, isNew: true, opened =>
        {
            from.Branch(job);
            opened.log.Restore(from.Log);
        });
    }

    /// <summary>Goes on with the folder's run from its newest checkpoint; rows of the log after it are dropped and written again.</summary>
    /// <exception cref="InputException">The folder cannot be written, or the checkpoint is of another run.</exception>
    public static TrainingFolder Resume(string folder, TrainingJob job, Checkpoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Opened(folder, job, isNew: false, opened =>
        {
            from.Restore(job);
            opened.log.Restore(from.Log);
            opened.Saved = from.Step;
        });
    }

    /// <summary>Trains to the end; saves where the configuration says, at the end, and when it is asked to stop.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop, and has saved.</exception>
    /// <exception cref="DivergenceException">The run diverged; the last good checkpoint is as it was.</exception>
    /// <exception cref="InputException">A file cannot be written; the last checkpoint is as it was.</exception>
    public void Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var config = job.Config;
        while (!job.IsDone)
        {
            if (cancellation.IsCancellationRequested)
            {
                if (job.Step > 0 && Saved != job.Step) Save();
                cancellation.ThrowIfCancellationRequested();
            }

            var step = job.Next();
            var evaluated = job.EvaluateAfter(step);
            HeldOut = evaluated ?? HeldOut;
            if (evaluated is not null || job.Step % config.LogEvery == 0) log.Add(step, evaluated);
            if (job.IsDone || job.Step % config.CheckpointEvery == 0) Save();
            if (config.Keep.Contains(job.Step)) Checkpoint.Write(Kept(Folder, job.Step), job, log.Rows);
            progress?.Report(new(step, HeldOut, job.Samples));
        }
    }

    /// <summary>Closes the log.</summary>
    public void Dispose() => log.Dispose();

    void Save()
    {
        Checkpoint.Write(LatestPath, job, log.Rows);
        Saved = job.Step;
    }

    static TrainingFolder Opened(string path, TrainingJob job, bool isNew, Action<TrainingFolder> restore)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(job);
        if (isNew && File.Exists(Latest(path)))
            throw new InputException(path, 0, "this folder holds a run already; go on with it (--resume), or name another folder.");
        if (isNew && File.Exists(Path.Combine(path, "log.csv")))
            throw new InputException(path, 0, "this folder holds a log, and no checkpoint to go on from; remove it, or name another folder.");
        var folder = new TrainingFolder(path, job);
        try
        {
            // A checkpoint of another run is refused before anything is written.
            restore(folder);
            Make(path);
            folder.log.Open();
            AtomicFile.WriteText(Path.Combine(path, "config.yaml"), writer => writer.Write(ConfigFile.ToYaml(job.Config)));
            AtomicFile.WriteText(Path.Combine(path, "run.json"), writer => writer.Write(JsonNodes.Write(folder.Record())));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(path, 0, $"the folder cannot be made: {error.Message}", error);
        }
    }

    MapNode Record() => ConfigNodes.Map(
        ("version", ConfigNodes.Text(typeof(TrainingFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown")),
        ("seed", ConfigNodes.Seed(job.Config.Seed)),
        ("parameters", ConfigNodes.Number(job.Model.ParameterCount)),
        ("steps", ConfigNodes.Number(job.Config.Steps)),
        ("samples", ConfigNodes.Number(job.Config.Batch.Sum(job.Config.Steps))),
        ("tokens", ConfigNodes.Number(job.Config.Batch.Sum(job.Config.Steps) * job.TokensPerSample)),
        ("config", ConfigFile.ToFields(job.Config)));
}
