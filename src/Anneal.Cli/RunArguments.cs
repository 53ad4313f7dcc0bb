using System.Collections.Immutable;
using System.CommandLine;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Cli;

/// <summary>The logs that a verb reads, and what is said about them on the line.</summary>
/// <param name="arity">How many.</param>
/// <param name="from">What <c>--from</c> means; null for a verb that uses no two runs together and counts no rows.</param>
/// <param name="choosesLoss">Whether a loss is chosen and its steps are counted as updates.</param>
sealed class RunArguments(ArgumentArity arity, string? from, bool choosesLoss = true)
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

    readonly ReadingOptions reading = new();

    readonly Option<string?> part = Setting.Text(
        "--run", "Of a log that holds several runs only this one; * and ? stand for anything. 'anneal inspect' lists them.", "NAME");

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
        foreach (var option in choosesLoss ? (Option[])[metric, warmup, reading.Format, part, reading.Offset, reading.Pattern] : [reading.Format, part, reading.Pattern]) command.Add(option);
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
        OutputOption.Spare(line, paths);
        using var progress = Progress(line, paths, context);
        var set = Formats.Runs.Read(
            paths,
            Options(line, paths, context) with
            {
                Settings = reading.Of(line) with
                {
                    Schedule = schedule,
                    Metric = line.GetValue(metric),
                    Warmup = line.GetValue(warmup),
                    WarmupSum = warmupSum,
                },
            },
            new Told(progress),
            context.Cancellation);
        OutputOption.Spare(line, set.Runs.Select(run => run.Source).OfType<string>());
        return set;
    }

    /// <summary>Looks into the logs.</summary>
    public (ImmutableArray<LogContents> Found, ImmutableArray<string> Notes) Inspect(ParseResult line, CommandContext context)
    {
        var paths = line.GetValue(Runs) ?? [];
        using var progress = Progress(line, paths, context);
        var settings = reading.Of(line);
        return LogContents.Of(paths, Options(line, paths, context) with { Settings = settings }, new Told(progress), context.Cancellation);
    }

    RunReadOptions Options(ParseResult line, IReadOnlyList<string> paths, CommandContext context) => new()
    {
        Run = line.GetValue(part),
        // What is only looked at or converted needs no rates.
        RatesMayBeMissing = from is null,
        AllowMixed = from is null || line.GetValue(allowMixed),
        StandardInput = paths.Contains("-", StringComparer.Ordinal) ? context.Terminal.In() : null,
    };

    static ProgressLine Progress(ParseResult line, IReadOnlyList<string> paths, CommandContext context) => paths.Count > 0
        ? context.Progress("reading", "MiB")
        : throw new CommandException(ExitCode.Usage, $"No run is named; give logs, folders, patterns or a runs file to '{PathOf(line)}'.");

    static string PathOf(ParseResult line) => $"anneal {line.CommandResult.Command.Name}";

    sealed class Told(ProgressLine progress) : IProgress<ReadProgress>
    {
        const double Mebi = 1 << 20;

        public void Report(ReadProgress value) => progress.Report(value.Bytes / Mebi, (value.Length ?? 0) / Mebi);
    }
}
