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
        var run = Runs(folder).FirstOrDefault(run => run.Name == (query.Part ?? run.Name));
        if (run.Path is null) throw new InputException(folder, 0, "there is no such W&B run in it any more.");
        using var source = LogFiles.Open(run.Path);
        return File.Read(source, query, progress, cancellation);
    }

    static IEnumerable<(string Name, string Path)> Runs(string folder)
    {
        if (LogOf(folder) is { } single) return [("", single)];
        var inner = Path.Combine(folder, "wandb");
        var runs = FolderTree.Folders(folder).Contains(inner, StringComparer.Ordinal) ? inner : folder;
        return FolderTree.Folders(runs)
            .Where(path => Path.GetFileName(path).Contains("run-", StringComparison.Ordinal))
            .Select(path => (Path.GetFileName(path), LogOf(path)!))
            .Where(run => run.Item2 is not null);
    }

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
