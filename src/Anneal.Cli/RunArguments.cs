using System.CommandLine;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Cli;

/// <summary>The logs that a verb reads, and what is said about them on the line.</summary>
/// <param name="arity">How many.</param>
/// <param name="from">What <c>--from</c> means; null for a verb that uses no two runs together and counts no rows.</param>
sealed class RunArguments(ArgumentArity arity, string? from)
{
    readonly Option<string?> metric = Setting.Text(
        "--metric", "The loss column to read. Without it: the validation loss if every run has one.", "NAME");

    readonly Option<int?> warmup = Setting.Count(
        "--warmup",
        "Steps of a linear warm-up from 0 that the logs or their schedules leave out; it reaches the peak at its last step.",
        min: 0);

    readonly Option<bool> allowMixed = new("--allow-mixed")
    {
        Description = "Let runs differ in metric, batch size, tokens per step, loss unit and optimiser.",
    };

    readonly Option<string?> format = Setting.Text(
        "--format", "Read the logs as this format, whatever they look like: megatron-lm, torchtitan, csv, …; docs/logs.md lists them.", "NAME");

    readonly Option<string?> offset = Setting.OneOf(
        "--offset",
        "What is added to a row's step to count updates from 0: −1 where the first update's row says 1. auto: what the format does.",
        "auto", "auto", "0", "-1", "+1");

    readonly Option<string?> pattern = Setting.Text(
        "--pattern", @"Read the lines that match a regular expression: 'it (?<step>\d+) .* loss (?<loss>\S+)', also with a group lr.", "RE");

    public Argument<string[]> Runs { get; } = new("RUN")
    {
        Description = "A log (a table, or what a training tool writes or prints), a folder of logs, a pattern such as 'runs/*.csv', "
            + "a YAML runs file, or - for standard input.",
        Arity = arity,
    };

    /// <summary>The first step that counts.</summary>
    public Option<int?> From { get; } = Setting.Count("--from", from ?? "", min: 0);

    public void AddTo(Command command)
    {
        command.Add(Runs);
        foreach (var option in (Option[])[metric, warmup, format, offset, pattern]) command.Add(option);
        if (from is null) return;
        command.Add(From);
        command.Add(allowMixed);
    }

    /// <summary>Reads the runs; says what was read and assumed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="paths">What to read.</param>
    /// <param name="warmupSum">W of a warm-up that came before the logs' first step.</param>
    /// <param name="context">Where to say it.</param>
    /// <param name="schedule">The schedule of all of them; null to take it from the logs.</param>
    public RunSet Read(
        ParseResult line, IReadOnlyList<string> paths, double? warmupSum, CommandContext context, Schedule? schedule = null)
    {
        var set = Load(line, paths, warmupSum, context, schedule);
        foreach (var note in set.Notes) context.Note($"{note}.");
        foreach (var run in set.Runs)
        {
            foreach (var note in run.Notes) context.Note($"{run.Name}: {note}.");
        }

        return set;
    }

    /// <summary>Reads the runs and says nothing.</summary>
    public RunSet Load(
        ParseResult line, IReadOnlyList<string> paths, double? warmupSum, CommandContext context, Schedule? schedule)
    {
        if (paths.Count == 0)
            throw new CommandException(ExitCode.Usage, $"No run is named; give logs, folders, patterns or a runs file to '{PathOf(line)}'.");
        using var progress = context.Progress("reading", "MiB");
        return Formats.Runs.Read(
            paths,
            new RunReadOptions
            {
                Settings = new RunSettings
                {
                    Schedule = schedule,
                    Metric = line.GetValue(metric),
                    Warmup = line.GetValue(warmup),
                    WarmupSum = warmupSum,
                    Format = line.GetValue(format),
                    Pattern = line.GetValue(pattern),
                    Offset = line.GetValue(offset) switch
                    {
                        "0" => 0,
                        "-1" => -1,
                        "+1" => 1,
                        _ => null,
                    },
                },
                // What is only looked at or converted needs no rates.
                RatesMayBeMissing = from is null,
                AllowMixed = from is null || line.GetValue(allowMixed),
                StandardInput = paths.Contains("-", StringComparer.Ordinal) ? context.Terminal.In() : null,
            },
            new Told(progress),
            context.Cancellation);
    }

    static string PathOf(ParseResult line) => $"anneal {line.CommandResult.Command.Name}";

    sealed class Told(ProgressLine progress) : IProgress<ReadProgress>
    {
        const double Mebi = 1 << 20;

        public void Report(ReadProgress value) => progress.Report(value.Bytes / Mebi, (value.Length ?? 0) / Mebi);
    }
}
