namespace Anneal.Formats;

/// <summary>What lies in a folder. Links are passed over, so that nothing outside of it is read, and so is what is hidden.</summary>
static class FolderTree
{
    const int MostFolders = 10_000;

    static readonly EnumerationOptions Options = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>The files in a folder whose names match, by name.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*") => Listed(folder, () => Directory.EnumerateFiles(folder, pattern, Options));

    /// <summary>The folders in a folder, by name.</summary>
    public static IReadOnlyList<string> Folders(string folder) => Listed(folder, () => Directory.EnumerateDirectories(folder, "*", Options));

    /// <summary>A folder and those below it to a depth, parents first; at most ten thousand.</summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="depth">0 for the folder alone.</param>
    /// <param name="enter">Whether to look into a folder.</param>
    public static IEnumerable<string> Walk(string folder, int depth, Func<string, bool>? enter = null) =>
        Below(folder, depth, enter ?? (static _ => true)).Take(MostFolders);

    /// <summary>The folder at a relative path with slashes, or null where there is none without links and steps upwards on the way.</summary>
    public static string? Inside(string folder, string relative)
    {
        foreach (var name in relative.Split('/'))
        {
            if (name is ".") continue;
            var next = new DirectoryInfo(Path.Join(folder, name));
            if (name is "" or ".." || name.Contains('\0', StringComparison.Ordinal) || !next.Exists || next.Attributes.HasFlag(FileAttributes.ReparsePoint)) return null;
            folder = Path.Combine(folder, name);
        }

        return folder;
    }

    /// <summary>A path below a folder with slashes; <c>.</c> for the folder itself.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    static IEnumerable<string> Below(string folder, int depth, Func<string, bool> enter)
    {
        if (!enter(folder)) yield break;
        yield return folder;
        if (depth == 0) yield break;
        foreach (var child in Folders(folder))
        {
            foreach (var found in Below(child, depth - 1, enter)) yield return found;
        }
    }

    static string[] Listed(string folder, Func<IEnumerable<string>> list)
    {
        try
        {
            return [.. list().Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder went away while it was looked at.
            return [];
        }
    }
}
