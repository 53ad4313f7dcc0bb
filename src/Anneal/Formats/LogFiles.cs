using System.IO.Enumeration;

namespace Anneal.Formats;

/// <summary>Finds logs: files, folders (two levels), patterns with <c>*</c>, <c>?</c> and <c>**</c>, and runs files.</summary>
sealed class LogFiles(Stream? standardInput, string? format = null, string? only = null)
{
    readonly List<RunRequest> found = [];
    readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>What was found, in the order asked for, each file once.</summary>
    public IReadOnlyList<RunRequest> Found => found;

    /// <summary>What was left aside, a sentence each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Adds what one argument names.</summary>
    /// <exception cref="InputException">It names nothing, or no log.</exception>
    public void Add(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new InputException("A path is empty or holds a zero byte; give a log, a folder, a pattern or a runs file.");
        if (path == "-" && standardInput is not null) Include(new RunRequest { Log = "stdin", Opened = new LogSource(standardInput, "stdin") });
        else if (File.Exists(path)) AddFile(path);
        else if (Directory.Exists(path)) AddFolder(path);
        else if (path.AsSpan().IndexOfAny('*', '?') >= 0) AddMatches(path);
        else throw new InputException(path, 0, "there is no such file or folder.");
    }

    /// <summary>Opens a file for reading once from beginning to end.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static LogSource Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            return new LogSource(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stream?.Dispose();
            throw new InputException(path, 0, $"the file cannot be read: {error.Message}", error);
        }
    }

    void AddFile(string path)
    {
        var source = Open(path);
        if (!RunsFile.Recognises(path, source.Head))
        {
            // A pipe can be read only once.
            if (source.Length is null)
            {
                Include(new RunRequest { Log = path, Opened = source });
                return;
            }

            var reader = RunReaders.For(source, format);
            Include(path, reader?.Parts(source) ?? []);
            source.Dispose();
            return;
        }

        source.RequireText();
        using var text = new StreamReader(source.Stream);
        foreach (var run in RunsFile.Read(text, path))
        {
            var isFolder = Directory.Exists(run.Log);
            if (isFolder && RunReaders.For(run.Log, format ?? run.Settings.ReadAs) is null) throw run.Wrong($"the log {run.Log} is a folder; name one file.");
            if (!isFolder && !File.Exists(run.Log)) throw run.Wrong($"there is no log {run.Log}; paths are relative to the runs file.");
            Include(run);
        }
    }

    void AddFolder(string path)
    {
        foreach (var name in (ReadOnlySpan<string>)["runs.yaml", "runs.yml"])
        {
            var runs = Path.Combine(path, name);
            if (!File.Exists(runs)) continue;
            Notes.Add($"{path}: read as its {name} says");
            AddFile(runs);
            return;
        }

        if (RunReaders.For(path, format) is { } folder)
        {
            Notes.Add($"{path}: read as a folder of {folder.Name}; other files in it are left aside");
            Include(path, folder.Parts(path));
            return;
        }

        // A link may lead out of the folder.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        AddLogsAmong(path, Directory.EnumerateFiles(path, "*", options));
    }

    void AddMatches(string pattern)
    {
        var root = Path.GetPathRoot(pattern) ?? "";
        var parts = pattern[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        var matches = Match(root, parts, 0).Distinct(StringComparer.Ordinal).ToList();
        if (matches.Count == 0) throw new InputException(pattern, 0, "no file matches the pattern.");
        AddLogsAmong(pattern, matches);
    }

    static IEnumerable<string> Match(string folder, string[] parts, int at)
    {
        var last = at == parts.Length - 1;
        var here = folder.Length == 0 ? "." : folder;
        if (parts[at] == "**")
        {
            if (last) return Children(here, folder, files: true).Concat(Children(here, folder, files: false).SelectMany(sub => Match(sub, parts, at)));
            return Match(folder, parts, at + 1).Concat(Children(here, folder, files: false).SelectMany(sub => Match(sub, parts, at)));
        }

        if (parts[at].AsSpan().IndexOfAny('*', '?') < 0)
        {
            var path = Path.Combine(folder, parts[at]);
            if (last) return File.Exists(path) ? [path] : [];
            return Directory.Exists(path) ? Match(path, parts, at + 1) : [];
        }

        var matching = Children(here, folder, files: last)
            .Where(path => FileSystemName.MatchesSimpleExpression(parts[at], Path.GetFileName(path), ignoreCase: false));
        return last ? matching : matching.SelectMany(sub => Match(sub, parts, at + 1));
    }

    // Links to folders are not followed, so that ** ends.
    static IEnumerable<string> Children(string folder, string prefix, bool files)
    {
        var options = new EnumerationOptions
        {
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | (files ? FileAttributes.None : FileAttributes.ReparsePoint),
        };
        return (files ? Directory.EnumerateFiles(folder, "*", options) : Directory.EnumerateDirectories(folder, "*", options))
            .Select(path => Path.Combine(prefix, Path.GetFileName(path)))
            .Order(StringComparer.Ordinal);
    }

    void AddLogsAmong(string where, IEnumerable<string> paths)
    {
        var (skipped, first, before) = (0, "", found.Count + seen.Count);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            using var source = Open(path);
            if (RunReaders.For(source, format) is { } reader) Include(path, reader.Parts(source));
            else if (skipped++ == 0) first = path;
        }

        if (skipped > 0) Notes.Add(FormattableString.Invariant($"{where}: files left aside as no logs: {skipped}, the first {first}"));
        if (found.Count + seen.Count == before && skipped > 0 || found.Count == 0)
        {
            throw new InputException(where, 0, FormattableString.Invariant(
                $"no log is among the files there (looked at: {skipped}); a log is a CSV with a header that names step, lr and loss, or JSON Lines."));
        }
    }

    void Include(string path, IReadOnlyList<string> parts)
    {
        if (parts.Count == 0) Include(new RunRequest { Log = path });
        var wanted = parts.Where(part => only is null || FileSystemName.MatchesSimpleExpression(only, part, ignoreCase: false)).ToList();
        if (parts.Count > 0 && wanted.Count == 0)
            throw new InputException(path, 0, $"no run in it is called {Names.Quote(only!)}{Names.DidYouMean(only!, parts)} ('anneal inspect' lists them).");
        foreach (var part in wanted) Include(new RunRequest { Log = path, Part = part });
    }

    void Include(RunRequest run)
    {
        // A file that a pattern finds again is the same run; one that a runs file lists twice may be meant.
        if (seen.Add($"{Path.GetFullPath(run.Log)}#{run.Part}") || run.ListedIn is not null) found.Add(run);
        else Notes.Add($"{run.Log}: named twice, read once");
    }
}
