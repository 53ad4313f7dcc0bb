namespace Anneal.Formats;

/// <summary>
/// The folder that W&amp;B writes beside a script: <c>wandb/offline-run-TIME-ID/run-ID.wandb</c>, one folder a run. The folder around
/// it and that of a single run are taken too.
/// </summary>
sealed class WandbFolder : IRunFolder
{
    static readonly WandbOfflineReader File = new();

    public string Name => File.Name;

    public bool Recognises(string folder) => Runs(folder).Any();

    public IReadOnlyList<string> Parts(string folder)
    {
        string[] runs = [.. Runs(folder).Select(run => run.Name)];
        return runs is [""] ? [] : runs;
    }

    public RawLog Read(string folder, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        // Named, it is not looked for among the others: there may be thousands.
        var path = query.Part is { } part
            ? FolderTree.Inside(Store(folder), part) is { } run ? LogOf(run) : null
            : RunNames.Find([.. Runs(folder)], null, folder);
        if (path is null) throw new InputException(folder, 0, $"there is no run {Names.Quote(query.Part!)} with a .wandb file in it.");
        using var source = LogFiles.Open(path);
        return File.Read(source, query, progress, cancellation);
    }

    static IEnumerable<(string Name, string Path)> Runs(string folder)
    {
        if (IsRun(Path.GetFullPath(folder)) && LogOf(folder) is { } single) return [("", single)];
        return FolderTree.Folders(Store(folder))
            .Where(IsRun)
            .Select(path => (Path.GetFileName(path), LogOf(path)!))
            .Where(run => run.Item2 is not null);
    }

    static string Store(string folder)
    {
        var inner = Path.Combine(folder, "wandb");
        return FolderTree.Folders(folder).Contains(inner, StringComparer.Ordinal) ? inner : folder;
    }

    static bool IsRun(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Contains("run-", StringComparison.Ordinal);

    static string? LogOf(string folder)
    {
        foreach (var path in FolderTree.Files(folder, "*.wandb"))
        {
            try
            {
                using var source = LogFiles.Open(path);
                if (File.Recognises(source.Head)) return path;
            }
            catch (InputException)
            {
                // Unreadable, so not the log.
            }
        }

        return null;
    }
}
