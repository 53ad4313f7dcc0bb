using System.CommandLine;

namespace Anneal.Cli;

/// <summary>A line to type and what it does, shown at the end of a verb's help.</summary>
readonly record struct Example(string Line, string Meaning);

/// <summary>
/// A command that does something. A new verb is one file in <c>Verbs/</c>: a sealed class with a constructor without
/// parameters that adds its arguments and options; it is found by its type.
/// </summary>
abstract class Verb(string name, string description, params Example[] examples) : Command(name, description)
{
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>The command it stands under: <c>schedule</c> for <c>anneal schedule show</c>; null for the top.</summary>
    public virtual string? Group => null;

    /// <summary>
    /// Writes the result to <see cref="CommandContext.Out"/> and everything else to <see cref="CommandContext.Error"/>.
    /// </summary>
    /// <exception cref="InputException">What was read is wrong: exit code 3.</exception>
    /// <exception cref="CommandException">Ends with another code.</exception>
    public abstract ExitCode Run(ParseResult line, CommandContext context);
}
