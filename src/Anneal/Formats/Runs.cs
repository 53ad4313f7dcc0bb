namespace Anneal.Formats;

/// <summary>Reads training runs from their logs.</summary>
public static class Runs
{
    /// <summary>
    /// Reads logs (CSV or JSON Lines, recognised by content), folders of logs, patterns with <c>*</c>, <c>?</c> and <c>**</c>, standard input as <c>-</c>, and
    /// YAML runs files.
    /// </summary>
    /// <param name="paths">What to read.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every few megabytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">Something cannot be used; the message says what, where and why.</exception>
    public static RunSet Read(
        IEnumerable<string> paths,
        RunReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new RunReadOptions();
        var files = new LogFiles(options.StandardInput);
        foreach (var path in paths)
            files.Add(path);
        if (files.Found.Count == 0) throw new InputException("No run is named; give logs, folders, patterns or a runs file.");
        var logs = new List<ReadLog>();
        foreach (var request in files.Found)
        {
            var run = request with { Settings = options.Settings.Or(request.Settings) };
            using var source = run.Opened ?? LogFiles.Open(run.Log);
            logs.Add(new(run, Parse(source, run, progress, cancellation)));
        }

        return RunAssembly.Assemble(logs, files.Notes, options.AllowMixed);
    }

    /// <summary>Reads one log from a stream, which the caller still owns.</summary>
    /// <param name="stream">The log.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every few megabytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be used.</exception>
    public static RunSet Read(
        Stream stream,
        string name,
        RunReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new RunReadOptions();
        var run = new RunRequest { Log = name, Settings = options.Settings };
        var source = new LogSource(stream, name);
        return RunAssembly.Assemble([new(run, Parse(source, run, progress, cancellation))], [], options.AllowMixed);
    }

    static RawLog Parse(LogSource source, RunRequest run, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        var bytes = progress is null ? null : new Relay(count => progress.Report(new ReadProgress(run.Log, count, source.Length)));
        return RunReaders.Read(source, run.Settings.Metric, bytes, cancellation);
    }

    sealed class Relay(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
