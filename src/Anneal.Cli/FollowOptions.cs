using System.CommandLine;
using Anneal.Formats;

namespace Anneal.Cli;

/// <summary>How a growing log is followed: how often it is looked at, and for how long.</summary>
sealed class FollowOptions
{
    readonly Option<double?> every = Setting.Number("--every", "Seconds between looks at the log.", min: 0.05, max: 86_400, defaultValue: 10);

    readonly Option<int?> refreshes;
    readonly string result;

    /// <summary>The options.</summary>
    /// <param name="what">What is counted: <c>lines</c>.</param>
    /// <param name="result">What a refresh gives: <c>line</c>.</param>
    public FollowOptions(string what, string result)
    {
        refreshes = Setting.Count("--refreshes", $"Stop after so many {what}. Without it: at Ctrl-C.");
        this.result = result;
    }

    public void AddTo(Command command)
    {
        command.Add(every);
        command.Add(refreshes);
    }

    /// <summary>Does something at once and whenever the log has changed, until it has been done so often or says that it is over.</summary>
    /// <param name="line">The line.</param>
    /// <param name="path">The log.</param>
    /// <param name="refresh">Whether it counts as a refresh; null to end.</param>
    /// <param name="context">Where to say why it waits, and what ends it.</param>
    /// <exception cref="CommandException">It was interrupted after something had been done, which stands.</exception>
    public void Follow(ParseResult line, string path, Func<bool?> refresh, CommandContext context)
    {
        var (done, told) = (0, "");
        try
        {
            foreach (var _ in new FollowedLog(path).Changes(TimeSpan.FromSeconds(line.GetValue(every)!.Value), context.Cancellation))
            {
                try
                {
                    if (refresh() is not { } counts) return;
                    if (counts && ++done == line.GetValue(refreshes)) return;
                }
                catch (InputException error)
                {
                    // A log that has just begun holds too little; it may be read in the middle of a line, or while it is replaced.
                    if (told != error.Message) context.Note($"Waiting: {error.Message}");
                    told = error.Message;
                }
            }
        }
        catch (OperationCanceledException) when (done > 0)
        {
            // Stopping is how following usually ends.
            throw new CommandException(ExitCode.Interrupted, $"Interrupted after {Digits.Count(done)} {result}{(done == 1 ? "" : "s")}.");
        }
    }
}
