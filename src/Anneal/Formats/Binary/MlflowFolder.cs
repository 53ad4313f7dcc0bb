namespace Anneal.Formats;

/// <summary>
/// MLflow's file store: <c>mlruns/EXPERIMENT/RUN/metrics/KEY</c>, a file a metric (a slash in its name is a folder), a line a
/// value: <c>timestamp value step</c>, in old files without the step. Deleted runs are left out. The folder around it, an
/// experiment's and a run's are taken too.
/// </summary>
sealed class MlflowFolder : IRunFolder
{
    internal const string Called = "MLflow";

    const int DeepestKey = 8;

    // A store of a thousand runs is not to be listed again for each of them.
    volatile Listing listed = new("", []);

    public string Name => Called;

    public bool Recognises(string folder) => Folders(folder).Any();

    public IReadOnlyList<string> Parts(string folder)
    {
        var runs = Runs(folder);
        listed = new Listing(folder, runs);
        return [.. runs.Select(run => run.Name)];
    }

    public RawLog Read(string folder, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var known = listed;
        var run = RunNames.Find(known.Folder == folder && query.Part is not null ? known.Runs : Runs(folder), query.Part, folder);
        var metrics = Path.Combine(run, "metrics");
        var files = FolderTree.Walk(metrics, DeepestKey).SelectMany(path => FolderTree.Files(path))
            .Select(path => (Name: FolderTree.Relative(metrics, path), Path: path)).ToList();
        string[] names = [.. files.Select(file => file.Name)];
        var rows = new LogBuilder(run, Name)
        {
            Names = names,
            HeaderLine = 0,
            IfEmpty = "there is no loss or rate in it under a name that is known; nothing has been logged yet, or --metric NAME says what it is.",
            Convention = ToolKeys.Convention(names),
        };
        foreach (var (name, path) in files)
        {
            if (query.Wants(name)) ReadMetric(rows, rows.AddColumn(name), path, progress, cancellation);
        }

        return rows.Build();
    }

    static void ReadMetric(LogBuilder rows, int column, string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var source = LogFiles.Open(path);
        var lines = new LineReader(source, progress, cancellation);
        var last = -1;
        Span<Range> fields = stackalloc Range[4];
        while (lines.Next(out var line))
        {
            if (CsvDialect.IsBlank(line)) continue;
            var count = Cut(line, fields);
            double value = 0, step = 0;
            var isRead = count >= 2
                && Utf8Number.TryParse(line[fields[1]], decimalComma: false, out value)
                && (count == 2 || Utf8Number.TryParse(line[fields[2]], decimalComma: false, out step))
                && step >= 0 && step <= LogBuilder.LargestStep && step == Math.Floor(step);
            // A step that was cut off is a smaller number.
            if (!lines.IsTerminated && (!isRead || step <= last))
            {
                rows.TruncatedLine = lines.Line;
                return;
            }

            if (!isRead)
            {
                rows.Unreadable.Add("it is not a timestamp, a value and a step from 0 to 200 million", lines.Line);
                continue;
            }

            last = (int)step;
            rows.Add(column, last, value, lines.Line);
        }
    }

    static int Cut(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        foreach (var field in line.Split((byte)' '))
        {
            if (field.Start.Value == field.End.Value) continue;
            fields[count++] = field;
            if (count == fields.Length) break;
        }

        return count;
    }

    // A run's id is its folder's path here; what tells runs of one name apart is the folder's own name, which is MLflow's id.
    static (string Name, string Path)[] Runs(string folder)
    {
        string[] paths = [.. Folders(folder).Where(IsActive)];
        var names = RunNames.Unique(paths.Select(path => (NameOf(path), Path.GetFileName(path))));
        return [.. names.Zip(paths, (run, path) => (run.Name, path))];
    }

    static IEnumerable<string> Folders(string folder)
    {
        var inner = Path.Combine(folder, "mlruns");
        var store = FolderTree.Folders(folder).Contains(inner, StringComparer.Ordinal) ? inner : folder;
        return FolderTree.Walk(store, 2, enter: static path => !IsRun(Path.GetDirectoryName(path) ?? "")).Where(IsRun);
    }

    static bool IsRun(string path) =>
        File.Exists(Path.Combine(path, "meta.yaml")) && FolderTree.Folders(path).Contains(Path.Combine(path, "metrics"), StringComparer.Ordinal);

    // An experiment that was deleted takes its runs with it.
    static bool IsActive(string run) => Meta(run, "lifecycle_stage") != "deleted" && Meta(Path.GetDirectoryName(run) ?? run, "lifecycle_stage") != "deleted";

    static string? NameOf(string run)
    {
        var tag = FirstLines(Path.Combine(run, "tags", "mlflow.runName"));
        return tag.Count > 0 ? tag[0] : Meta(run, "run_name");
    }

    // One key of a flat YAML file; nothing else of it is read.
    static string? Meta(string folder, string key) => FirstLines(Path.Combine(folder, "meta.yaml"))
        .Where(line => line.StartsWith(key, StringComparison.Ordinal) && line.AsSpan(key.Length).TrimStart() is [':', ..])
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().Trim('\'', '"'))
        .FirstOrDefault(value => value.Length > 0 && value != "null");

    static IReadOnlyList<string> FirstLines(string path)
    {
        try
        {
            return File.Exists(path) && !new FileInfo(path).Attributes.HasFlag(FileAttributes.ReparsePoint) ? [.. File.ReadLines(path).Take(100)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    sealed record Listing(string Folder, IReadOnlyList<(string Name, string Path)> Runs);
}
