using System.CommandLine;
using System.CommandLine.Invocation;

namespace Anneal.Cli;

/// <summary>One run of the command line, from arguments to exit code; all that it touches is in its <see cref="Terminal"/>.</summary>
static class App
{
    // An argument that begins with @ is a value like any other.
    static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    public static ExitCode Run(IReadOnlyList<string> args, Terminal terminal)
    {
        using var error = new ForgivingWriter(terminal.Error);
        terminal = terminal with { Error = error };
        try
        {
            var options = new GlobalOptions();
            var code = Run(CommandTree.Build(options, terminal.Width, args).Parse(args, Parser), options, terminal);
            Flush(terminal.Out);
            return code;
        }
        catch (Exception exception)
        {
            return FailureReport.Write(exception, terminal.Error, debug: args.Contains("--debug", StringComparer.Ordinal));
        }
    }

    static ExitCode Run(ParseResult line, GlobalOptions options, Terminal terminal) => line.Action switch
    {
        SynchronousCommandLineAction and not ParseErrorAction =>
            (ExitCode)line.Invoke(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }),
        ParseErrorAction => UsageReport.Write(line, terminal.Error),
        _ when UsageReport.UnknownOptions(line).Count > 0 => UsageReport.Write(line, terminal.Error),
        _ => Run((Verb)line.CommandResult.Command, line, Context(line, options, terminal)),
    };

    static ExitCode Run(Verb verb, ParseResult line, CommandContext context)
    {
        try
        {
            OutputOption.Check(line);
            return verb.Run(line, context);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            var reached = context.Latest is { } progress ? $" ({progress.Reached})" : "";
            throw new CommandException(ExitCode.Interrupted, $"Interrupted{reached}: no result was written.");
        }
    }

    static void Flush(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failure, $"The result cannot be written: {exception.Message}");
        }
    }

    static CommandContext Context(ParseResult line, GlobalOptions options, Terminal terminal) => new(terminal)
    {
        Json = line.GetValue(options.Json),
        Quiet = line.GetValue(options.Quiet),
        Seed = new(line.GetValue(options.Seed)!.Value),
        OutColor = ColorRule.For(options.ColorOf(line), terminal.OutIsTerminal, terminal.Variable),
        ErrorColor = ColorRule.For(options.ColorOf(line), terminal.ErrorIsTerminal, terminal.Variable),
    };
}
