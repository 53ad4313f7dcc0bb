namespace Anneal.Formats;

/// <summary>
/// A log that grows, a file or a folder: says when there is something new to read. It keeps nothing of what was read, so a log
/// that was cut short, replaced or taken up again from a checkpoint is read as it then is.
/// </summary>
/// <param name="path">The log.</param>
public sealed class FollowedLog(string path)
{
    const int Depth = 8;

    string[]? before;

    /// <summary>Whether the log is another than at the last look; true at the first.</summary>
    /// <exception cref="InputException">There was never such a file or folder.</exception>
    public bool HasChanged()
    {
        var now = State();
        if (now.Length == 0)
        {
            // For a moment, while it is replaced.
            return before is null ? throw new InputException(path, 0, "there is no such file or folder.") : false;
        }

        if (before is not null && now.AsSpan().SequenceEqual(before)) return false;
        before = now;
        return true;
    }

    /// <summary>Counts up from 0: at once, and then whenever the log has changed.</summary>
    /// <param name="pause">The time between looks, above 0.</param>
    /// <param name="cancellation">Ends it with an exception.</param>
    /// <exception cref="InputException">There was never such a file or folder.</exception>
    public IEnumerable<int> Changes(TimeSpan pause, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pause, TimeSpan.Zero);
        for (var change = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (HasChanged()) yield return change++;
            cancellation.WaitHandle.WaitOne(pause);
        }
    }

    // SQLite writes new rows into a file beside the database first.
    string[] State() => Directory.Exists(path)
        ? [path, .. FolderTree.Walk(path, Depth).SelectMany(static folder => FolderTree.Files(folder)).Select(Describe)]
        : File.Exists(path) ? [Describe(path), Describe($"{path}-wal")] : [];

    static string Describe(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? FormattableString.Invariant($"{path}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}") : "";
    }
}
