namespace Anneal.Formats;

/// <summary>Reads training runs from their logs.</summary>
public static class Runs
{
    /// <summary>The formats that <see cref="RunSettings.Format"/> may name.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. RunReaders.Names.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Reads logs of any known format (recognised by content), folders of logs, patterns with <c>*</c>, <c>?</c> and <c>**</c>,
    /// standard input as <c>-</c>, and
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
        var files = Find(paths, options);
        var (logs, faults) = (new List<ReadLog>(), new List<InputException>());
        foreach (var request in files.Found)
        {
            var run = request with { Settings = options.Settings.Or(request.Settings), RatesMayBeMissing = options.RatesMayBeMissing };
            // A store holds what it happens to hold; a log that was named is meant.
            var isMeant = run.Part is null || run.ListedIn is not null;
            try
            {
                var log = Parse(run, progress, cancellation);
                if (!isMeant) RunAssembly.RequireUsable(run, log);
                logs.Add(new(run, log));
            }
            catch (InputException error) when (!isMeant)
            {
                faults.Add(error);
            }
        }

        if (logs.Count == 0) throw faults[0];
        if (faults.Count > 0) files.Notes.Add(FormattableString.Invariant($"runs left aside: {faults.Count}, the first because of {faults[0].Message.TrimEnd('.')}"));
        return RunAssembly.Assemble(logs, files.Notes, options.AllowMixed);
    }

    /// <summary>Finds what the paths name.</summary>
    internal static LogFiles Find(IEnumerable<string> paths, RunReadOptions options)
    {
        RunReaders.RequireKnown(options.Settings.Format);
        var files = new LogFiles(options.StandardInput, options.Settings.ReadAs, options.Run);
        foreach (var path in paths)
            files.Add(path);
        return files.Found.Count > 0 ? files : throw new InputException("No run is named; give logs, folders, patterns or a runs file.");
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
        var run = new RunRequest { Log = name, Settings = options.Settings, RatesMayBeMissing = options.RatesMayBeMissing };
        var source = new LogSource(stream, name);
        RunReaders.RequireKnown(options.Settings.Format);
        var log = Shifted(run, RunReaders.Read(source, Query(run), Relay.To(progress, run, source.Length), cancellation, run.Settings.ReadAs));
        return RunAssembly.Assemble([new(run, log)], [], options.AllowMixed);
    }

    /// <summary>Reads one run.</summary>
    /// <exception cref="InputException">It cannot be used.</exception>
    internal static RawLog Parse(RunRequest run, IProgress<ReadProgress>? progress, CancellationToken cancellation, bool everything = false) =>
        Shifted(run, ParseAs(run, Query(run) with { Everything = everything }, progress, cancellation));

    static RawLog Shifted(RunRequest run, RawLog log)
    {
        if (run.Settings.Offset is { } offset) log.Convention = log.Convention.Moved(offset - log.Convention.LossShift);
        return log;
    }

    static RawLog ParseAs(RunRequest run, LogQuery query, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        var format = run.Settings.ReadAs;
        if (run.Opened is null && Directory.Exists(run.Log))
        {
            var folder = RunReaders.For(run.Log, format) ?? throw run.Wrong($"the log {run.Log} is a folder that no reader knows; name one file.");
            try
            {
                return folder.Read(run.Log, query, Relay.To(progress, run, null), cancellation);
            }
            catch (IOException error)
            {
                throw new InputException(run.Log, 0, $"reading stopped: {error.Message}", error);
            }
        }

        using var source = run.Opened ?? LogFiles.Open(run.Log);
        return RunReaders.Read(source, query, Relay.To(progress, run, source.Length), cancellation, format);
    }

    static LogQuery Query(RunRequest run) =>
        new() { Metric = run.Settings.Metric, Part = run.Part, Pattern = run.Settings.Pattern };

    sealed class Relay(Action<long> tell) : IProgress<long>
    {
        public static Relay? To(IProgress<ReadProgress>? progress, RunRequest run, long? length) =>
            progress is null ? null : new(count => progress.Report(new ReadProgress(run.Log, count, length)));

        public void Report(long value) => tell(value);
    }
}
