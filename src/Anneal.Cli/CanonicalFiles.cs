using System.Collections.Immutable;
using System.Globalization;
using Anneal.Curves;
using Anneal.Formats;

namespace Anneal.Cli;

/// <summary>Which files imported runs are written to: the one named, or a folder of files called after the runs.</summary>
static class CanonicalFiles
{
    /// <summary>A file a run; a folder that is named and missing is made.</summary>
    /// <exception cref="InputException">The place cannot hold them, or a log would be written over.</exception>
    public static ImmutableArray<string> Of(IReadOnlyList<TrainingRun> runs, string place)
    {
        ImmutableArray<string> files = runs.Count == 1 && !Directory.Exists(place) ? [place] : In(place, runs);
        foreach (var file in files)
        {
            AtomicFile.RequirePlace(file);
            if (runs.Any(run => run.Source is { } source && IsSame(source, file)))
                throw new InputException(file, 0, "this is a log that is being imported; write to another file.");
        }

        return files;
    }

    static ImmutableArray<string> In(string folder, IReadOnlyList<TrainingRun> runs)
    {
        if (File.Exists(folder)) throw new InputException(folder, 0, $"{runs.Count} runs were read, and this is a file; give a folder.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(folder, 0, $"the folder cannot be made: {error.Message}", error);
        }

        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. runs.Select(run => Path.Combine(folder, $"{Unique(Safe(run.Name), taken)}.csv"))];
    }

    static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        return unique;
    }

    // A run's name may hold anything; a file's in any system only these.
    static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.', '-');
        return safe.Length == 0 ? "run" : safe[..Math.Min(safe.Length, 100)];
    }

    static bool IsSame(string source, string file) =>
        Path.GetFullPath(source).Equals(Path.GetFullPath(file), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
