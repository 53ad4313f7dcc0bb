using System.CommandLine;
using Anneal.Formats;

namespace Anneal.Cli;

/// <summary>A file that a verb writes when its work is done; that it cannot be written there is said before the work.</summary>
sealed class OutputOption : Option<string?>
{
    public OutputOption(string name, string description, string shape) : base(name) => (Description, HelpName) = (description, shape);

    /// <summary>Looks at every such option of the line's command.</summary>
    /// <exception cref="InputException">One names a folder, or lies in none, or two name the same file.</exception>
    public static void Check(ParseResult line)
    {
        var taken = new Dictionary<string, string>(SamePath);
        foreach (var (name, path) in Named(line))
        {
            AtomicFile.RequirePlace(path);
            if (!taken.TryAdd(Path.GetFullPath(path), name) && !path.StartsWith("/dev/", StringComparison.Ordinal))
                throw new InputException(path, 0, $"{taken[Path.GetFullPath(path)]} and {name} name the same file; give each its own.");
        }
    }

    /// <summary>Logs are read and never written over.</summary>
    /// <param name="line">The line.</param>
    /// <param name="read">What was read from.</param>
    /// <exception cref="InputException">A file to write is one of them.</exception>
    public static void Spare(ParseResult line, IEnumerable<string> read)
    {
        var logs = read.Where(path => path.Length > 0).Select(Path.GetFullPath).ToHashSet(SamePath);
        foreach (var (name, path) in Named(line))
        {
            if (logs.Contains(Path.GetFullPath(path))) throw new InputException(path, 0, $"{name} names a log that is read; write to another file.");
        }
    }

    static StringComparer SamePath => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    static IEnumerable<(string Name, string Path)> Named(ParseResult line)
    {
        foreach (var option in line.CommandResult.Command.Options.OfType<OutputOption>())
        {
            if (line.GetValue(option) is { } path) yield return (option.Name, path);
        }
    }
}
