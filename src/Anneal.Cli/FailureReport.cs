using Anneal.Control;

namespace Anneal.Cli;

/// <summary>From an exception to an exit code and a sentence on stderr; the stack only with <c>--debug</c>.</summary>
static class FailureReport
{
    public static ExitCode Write(Exception exception, TextWriter error, bool debug)
    {
        var (code, sentence) = exception switch
        {
            InputException => (ExitCode.InvalidInput, exception.Message),
            CommandException command => (command.Code, exception.Message),
            InfeasibleException => (ExitCode.Infeasible, exception.Message),
            OperationCanceledException => (ExitCode.Interrupted, "Interrupted."),
            FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
                (ExitCode.InvalidInput, exception.Message),
            IOException => (ExitCode.Failure, exception.Message),
            _ => (ExitCode.Failure, debug
                ? $"Unexpected {exception.GetType().Name}: {exception.Message}"
                : $"Unexpected {exception.GetType().Name}: {exception.Message} Run it again with --debug to see where."),
        };
        error.WriteLine(sentence);
        if (debug) error.WriteLine(exception);
        return code;
    }
}
