using System.CommandLine;
using Anneal.Control;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Cli.Planning;

/// <summary>What <c>anneal remain</c> and <c>anneal watch</c> are told: a run so far, what else is known, and what is asked.</summary>
sealed class RestArguments
{
    readonly RunArguments runs = new(ArgumentArity.OneOrMore, "The first step of the run that counts. Without it: the first after its warm-up.");
    readonly WarmupOptions warmup = new();
    readonly Option<string?> fitFile = Setting.Text("--fit", "The law, as 'anneal fit' wrote it. Without it: fitted to the runs of --with, or to this one.", "FIT.json");

    readonly Option<string[]> others = new("--with")
    {
        Description = "Earlier runs of the same model, to fit the law to.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "RUN",
    };

    readonly Option<string?> plan = Setting.Text("--schedule", "The schedule that the run was started with. Without it: the log's rates, the last one held.", "SPEC|FILE");
    readonly Option<int?> steps = Setting.Count("--steps", "The step count at which the run shall end. Default: the length of --schedule.");
    readonly Option<int?> extended = Setting.Count("--extend", "A later end to compare with.");
    readonly Option<double?> floor = Setting.Number("--floor", "The lowest rate. Default: the lowest in the fitted runs.");

    readonly Option<string?> shape = Setting.Text(
        "--decay", "The shape of a decay whose start is chosen.", "SHAPE", DecayShape.OneMinusSqrt.Name);

    readonly Option<bool> rewarm = new("--allow-rewarm") { Description = "The rate may rise again, and jump." };
    readonly Option<double?> level = Setting.Number("--level", "The level of all intervals.", min: 0.01, max: 0.999, defaultValue: 0.9);

    public void AddTo(Command command)
    {
        runs.AddTo(command);
        foreach (var option in (Option[])[fitFile, others, plan, steps, extended, floor, shape, rewarm, level]) command.Add(option);
        warmup.AddTo(command);
    }

    /// <summary>The run's name on the line.</summary>
    public string Path(ParseResult line) => line.GetValue(runs.Runs) is [var one]
        ? one
        : throw new CommandException(ExitCode.Usage, "One run is in progress; earlier runs of the same model go behind --with.");

    /// <summary>The law: read, or fitted to other runs; null if there is nothing but the run itself.</summary>
    public SavedFit? Law(ParseResult line, CommandContext context)
    {
        var also = line.GetValue(others) ?? [];
        if (line.GetValue(fitFile) is { } path)
        {
            if (also.Length > 0) throw new CommandException(ExitCode.Usage, "--fit and --with exclude each other; give the law or the runs to fit it to.");
            return FitFile.Read(path);
        }

        if (also.Length == 0) return null;
        var set = runs.Read(line, also, warmup.Sum(line), context);
        return Fitted(set, CurveHygiene.Inspect(set.Runs).Kept, context);
    }

    /// <summary>Reads the run as it is now and weighs how it may go on.</summary>
    public (RestOfRun Found, RunSoFar Run, Fit Fit) Weigh(ParseResult line, SavedFit? law, CommandContext context)
    {
        var given = line.GetValue(plan) is { } spec ? ScheduleFile.ReadOrParse(spec) : null;
        var set = runs.Read(line, [Path(line)], warmup.Sum(line), context, given);
        if (set.Runs.Length > 1) throw new CommandException(ExitCode.Usage, $"{Path(line)} holds {set.Runs.Length} runs; name the one that is in progress.");
        var hygiene = CurveHygiene.Inspect(set.Runs);
        var saved = law ?? Fitted(set, hygiene.Kept, context);
        foreach (var sentence in hygiene.Sentences) context.Note($"{sentence}.");
        if (hygiene.Kept.Count == 0) throw new CommandException(ExitCode.InvalidInput, $"{Path(line)} has diverged; nothing can be forecast of it.");
        var run = hygiene.Kept[0];
        var whole = given is null ? null : run.Schedule;
        var end = line.GetValue(steps) ?? whole?.Steps
            ?? throw new CommandException(ExitCode.Usage, "Where shall the run end? Give --steps N, or its plan with --schedule.");
        var soFar = new RunSoFar(saved.Fit, CountedPoints.Of(run, line.GetValue(runs.From)), isFitted: law is null);
        var lowest = line.GetValue(floor) ?? Math.Min(saved.Fit.Runs.IsEmpty ? 0 : saved.Fit.Seen.LowestRate, run.Schedule[run.Curve.Steps[^1]]);
        var question = new RestQuestion(end)
        {
            Plan = whole,
            Floor = lowest,
            Decay = DecayShape.Parse(line.GetValue(shape)!),
            Extended = line.GetValue(extended),
            AllowRewarm = line.GetValue(rewarm),
            Level = line.GetValue(level)!.Value,
        };
        using var bar = context.Progress("weighing", "parts");
        return (RestOfRun.Of(saved.Fit, soFar, question, bar.Shares(10), context.Cancellation), soFar, saved.Fit);
    }

    static SavedFit Fitted(RunSet set, IReadOnlyList<TrainingRun> kept, CommandContext context)
    {
        FitRun[] counted = [.. kept.Select(run => CountedPoints.Of(run)).Where(run => run.Points.Count > 0)];
        if (counted.Length == 0) throw new InputException("No run has rows that count; nothing can be fitted yet.");
        var trial = LawSelection.Try(LawSelection.Default, counted, new FitOptions(), context.Cancellation);
        foreach (var note in trial.Fit.Notes) context.Note(note);
        return new SavedFit(trial.Fit, FitSources.Of(set.Runs));
    }
}
