using System.CommandLine;
using Anneal.Formats;

namespace Anneal.Cli;

/// <summary>A file that a verb writes when its work is done; that it cannot be written there is said before the work.</summary>
sealed class OutputOption : Option<string?>
{
    public OutputOption(string name, string description, string shape) : base(name) => (Description, HelpName) = (description, shape);

    /// <summary>Looks at every such option of the line's command.</summary>
    /// <exception cref="InputException">One names a folder, or lies in none.</exception>
    public static void Check(ParseResult line)
    {
        foreach (var option in line.CommandResult.Command.Options.OfType<OutputOption>())
        {
            if (line.GetValue(option) is { } path) AtomicFile.RequirePlace(path);
        }
    }
}
