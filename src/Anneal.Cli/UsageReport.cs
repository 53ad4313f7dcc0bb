using System.CommandLine;
using System.CommandLine.Parsing;

namespace Anneal.Cli;

/// <summary>What is said on stderr when a line cannot be understood: what is wrong, what may have been meant, where help is.</summary>
static class UsageReport
{
    /// <summary>Words of the line that begin with a dash but are no option; an argument would take them as its values.</summary>
    public static IReadOnlyList<string> UnknownOptions(ParseResult line)
    {
        // After a bare -- every word is a value, however it begins.
        if (line.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return [];
        return [.. line.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Concat(line.UnmatchedTokens)
            .Where(word => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.')];
    }

    public static ExitCode Write(ParseResult line, TextWriter error)
    {
        var command = line.CommandResult.Command;
        var path = PathOf(command);
        if (line.UnmatchedTokens is [var word, ..] && word is not ['-', ..] && command.Subcommands.Count > 0)
            error.WriteLine($"'{path}' has no command {Names.Quote(word)}{Sentence.End(word, command.Subcommands.Select(sub => sub.Name))}");
        else if (UnknownOptions(line) is [var option, ..])
            error.WriteLine($"'{path}' has no option {option}{Sentence.End(option, OptionsOf(command))}");
        else if (command.Subcommands.Count > 0)
            error.WriteLine($"'{path}' wants a command: {Sentence.List([.. command.Subcommands.Select(sub => sub.Name)], "or")}.");
        else
            error.WriteLine(line.Errors[0].Message);
        error.WriteLine($"Run '{path} --help' for usage.");
        return ExitCode.Usage;
    }

    static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;

    static IEnumerable<string> OptionsOf(Command command) => command.Options.Select(option => option.Name)
        .Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf));
}
