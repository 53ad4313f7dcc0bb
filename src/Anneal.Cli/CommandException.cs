namespace Anneal.Cli;

/// <summary>Ends a verb with an exit code and one sentence on stderr.</summary>
sealed class CommandException(ExitCode code, string sentence) : Exception(sentence)
{
    public ExitCode Code { get; } = code;
}
