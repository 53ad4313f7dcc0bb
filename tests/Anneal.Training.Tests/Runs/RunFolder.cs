using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

/// <summary>A folder for the files of one test, gone afterwards, and small runs in it.</summary>
sealed class RunFolder : IDisposable
{
    public const string Config = """
        model: {kind: transformer, context: 8, width: 8, depth: 1, heads: 2}
        data: {kind: language, vocabulary: 16}
        schedule: wsd(1e-2, 1e-3, 4, 20, 6, linear)
        batch: 4
        evaluate: {every: 5, samples: 6}
        log: 3
        checkpoint: {every: 4, keep: [10]}
        """;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("anneal-runs");

    public string this[string file] => Path.Combine(folder.FullName, file);

    public void Dispose() => folder.Delete(recursive: true);

    public static TrainingConfig Read(string text = Config) => ConfigFile.ReadText(text, "config.yaml");

    /// <summary>Trains into a subfolder from the beginning.</summary>
    public void Train(string name, TrainingConfig config, int threads = 1)
    {
        using var job = new TrainingJob(config, threads);
        using var run = TrainingFolder.Begin(this[name], job);
        run.Train();
    }

    /// <summary>Goes on in a subfolder from its newest checkpoint.</summary>
    public void Resume(string name, TrainingConfig config, int threads = 1)
    {
        using var job = new TrainingJob(config, threads);
        using var run = TrainingFolder.Resume(this[name], job, Checkpoint.Read(TrainingFolder.Latest(this[name])));
        run.Train();
    }

    /// <summary>Trains until an update is done, and stops as Ctrl-C does.</summary>
    public void Interrupt(string name, TrainingConfig config, int after)
    {
        using var stop = new CancellationTokenSource();
        using var job = new TrainingJob(config, 1);
        using var run = TrainingFolder.Begin(this[name], job);
        Assert.Throws<OperationCanceledException>(() => run.Train(new Stop(stop, after), stop.Token));
    }

    public byte[] Latest(string name) => File.ReadAllBytes(TrainingFolder.Latest(this[name]));

    public string Log(string name) => File.ReadAllText(Path.Combine(this[name], "log.csv"));

    sealed class Stop(CancellationTokenSource source, int after) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Last.Step + 1 == after) source.Cancel();
        }
    }
}
