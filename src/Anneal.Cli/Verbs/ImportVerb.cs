using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Anneal.Formats;

namespace Anneal.Cli.Verbs;

/// <summary>Writes logs of any format as the one canonical table, and says what became of them.</summary>
sealed class ImportVerb : Verb
{
    readonly RunArguments runs = new(ArgumentArity.OneOrMore, from: null);

    readonly Option<string?> output = Setting.Text(
        "--out", "Write step,lr,loss: a file for one run, a folder for several. Without it: the report only.", "RUN.csv|FOLDER");

    readonly Option<string?> schedule = Setting.Text(
        "--schedule",
        "The rates, warm-up included, for logs without rates or with coarse ones, which are then compared with it: the notation, or a file.",
        "SPEC|FILE");

    readonly Option<bool> follow = new("--follow") { Description = "Go on while the log grows: write the table again, and a line, whenever it has." };

    readonly FollowOptions following = new("times, with --follow", "table");

    public ImportVerb()
        : base(
            "import",
            "Read logs of any known format and write them as one table: step,lr,loss, where step is the index of the update, from 0, and "
            + "numbers are in full. The report says what was read and dropped, what was added to steps, where the rates come from, and "
            + "how noisy the loss is. No log is changed, and nothing in it is executed.",
            new("anneal import train.log --out run.csv", "What a training tool printed"),
            new("anneal import main.log --schedule 'warmup-cosine(6e-4, 6e-5, 700, 19560)' --out run.csv", "A log whose rates are missing or coarse"),
            new("anneal import wandb-chart.csv --metric train/loss --out runs", "A chart of several runs: a file each"),
            new(@"anneal import x.log --pattern 'it (?<step>\d+) .*loss (?<loss>\S+)' --offset -1 --json", "Lines of one's own, steps from 1; the report only"),
            new("anneal import wandb --run '*abc123' --out run.csv --follow", "A run in progress, as a table that grows with it"))
    {
        runs.AddTo(this);
        foreach (var option in (Option[])[output, schedule, follow]) Add(option);
        following.AddTo(this);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var given = line.GetValue(schedule) is { } spec ? ScheduleFile.ReadOrParse(spec) : null;
        var paths = line.GetValue(runs.Runs) ?? [];
        if (!line.GetValue(follow))
        {
            var (set, targets) = Import();
            if (context.Json) context.WriteJson(Name, json => WriteJson(json, set, targets));
            else WriteText(context, set, targets);
            return ExitCode.Ok;
        }

        if (paths is not [not "-" and var path]) throw new CommandException(ExitCode.Usage, "--follow wants one log, a file or a folder.");
        var isFirst = true;
        following.Follow(line, path, Refresh, context);
        return ExitCode.Ok;

        (RunSet Set, ImmutableArray<string> Targets) Import()
        {
            var set = runs.Load(line, paths, null, context, given);
            var targets = line.GetValue(output) is { } place ? CanonicalFiles.Of(set.Runs, place) : [];
            if (line.GetValue(follow) && targets.Any(target => IsWithin(paths[0], target)))
                throw new CommandException(ExitCode.Usage, "--out lies in the folder that is followed, which would change with each table; write elsewhere.");
            for (var i = 0; i < targets.Length; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                AtomicFile.WriteText(targets[i], text => CurveWriter.Write(set.Runs[i], text, set.Reports[i].RateSource != RateSource.None));
            }

            return (set, targets);
        }

        bool? Refresh()
        {
            var (set, targets) = Import();
            if (context.Json) JsonResult.WriteLine(context.Out, Name, json => WriteJson(json, set, targets));
            else if (isFirst) WriteText(context, set, targets);
            else WriteLine(context, set);
            context.Out.Flush();
            isFirst = false;
            return true;
        }
    }

    static bool IsWithin(string folder, string file) => !Path.GetRelativePath(folder, file).StartsWith("..", StringComparison.Ordinal);

    static void WriteLine(CommandContext context, RunSet set)
    {
        for (var i = 0; i < set.Runs.Length; i++)
        {
            var curve = set.Runs[i].Curve;
            context.Out.WriteLine($"{set.Runs[i].Name}: step {Digits.Count(curve.Steps[^1])}, {set.Metric} {Digits.Fixed(curve.Loss[^1], 4)}, {Digits.Count(curve.Count)} points");
        }
    }

    static void WriteText(CommandContext context, RunSet set, ImmutableArray<string> targets)
    {
        foreach (var note in set.Notes) context.Note($"{note}.");
        for (var i = 0; i < set.Runs.Length; i++)
        {
            var to = targets.IsEmpty ? "" : $" → {targets[i]}";
            context.Out.WriteLine($"{context.Ansi.Bold(set.Runs[i].Name)}: {set.Reports[i].Path}{to}");
            foreach (var sentence in set.Reports[i].Sentences) context.Out.WriteLine($"  {sentence}.");
        }
    }

    static void WriteJson(Utf8JsonWriter json, RunSet set, ImmutableArray<string> targets)
    {
        json.Strings("notes", set.Notes);
        json.Objects("runs", Enumerable.Range(0, set.Runs.Length), (item, i) =>
        {
            item.WriteString("name", set.Runs[i].Name);
            item.WriteString("out", targets.IsEmpty ? null : targets[i]);
            Write(item, set.Reports[i]);
        });
    }

    static void Write(Utf8JsonWriter json, ImportReport report)
    {
        json.WriteString("source", report.Path);
        json.WriteString("format", report.Format);
        json.WriteString("tool", report.Tool);
        json.WriteString("column", report.Column);
        json.WriteNumber("rowsRead", report.RowsRead);
        json.WriteNumber("points", report.Points);
        json.WriteNumber("firstStep", report.Steps.First);
        json.WriteNumber("lastStep", report.Steps.Last);
        json.WriteString("unit", report.Unit);
        json.Objects("dropped", report.Dropped, static (item, dropped) =>
        {
            item.WriteString("reason", dropped.Reason);
            item.WriteNumber("count", dropped.Count);
            item.WriteNumber("firstLine", dropped.FirstLine);
        });
        json.WriteNumber("rowsWithoutMetric", report.RowsWithoutMetric);
        json.WriteNumber("rowsPerPoint", report.RowsPerPoint);
        json.WriteString("place", report.Place);
        json.WriteNumber("beforeFirstUpdate", report.BeforeFirstUpdate);
        json.WriteNumber("duplicates", report.Duplicates);
        json.Objects("restarts", report.Restarts, static (item, restart) =>
        {
            item.WriteNumber("line", restart.Line);
            item.WriteNumber("from", restart.From);
            item.WriteNumber("to", restart.To);
            item.WriteNumber("rows", restart.Rows);
        });
        json.Number("truncatedLine", report.TruncatedLine > 0 ? report.TruncatedLine : null);
        json.WriteNumber("offset", report.Offset);
        json.Number("rateOffset", report.RateOffset);
        json.WriteBoolean("offsetGiven", report.IsOffsetGiven);
        json.WriteString("rateSource", Names.Kebab(report.RateSource.ToString()));
        json.Number("rateDigits", report.RateDigits);
        json.WriteNumber("window", report.Window);
        json.Number("noise", report.Noise);
        json.Number("correlation", report.Correlation);
        json.WriteBoolean("smoothingSuspected", report.IsSmoothingSuspected);
        json.Strings("remarks", report.Remarks);
    }
}
