using System.CommandLine;
using System.Text.Json;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Lists the runs and metrics of logs, before anything is chosen of them.</summary>
sealed class InspectVerb : Verb
{
    readonly RunArguments runs = new(ArgumentArity.OneOrMore, from: null, choosesLoss: false);

    public InspectVerb()
        : base(
            "inspect",
            "List the runs and metrics of a log, or of a folder such as wandb/, mlruns/ or runs/: how many values, at which steps, the first "
            + "and the last. Steps are as the log labels them. Nothing in it is executed, no link out of it is followed, and nothing is "
            + "written beside it.",
            new("anneal inspect wandb", "What W&B kept beside a script"),
            new("anneal inspect mlflow.db --run 'base*' --json", "Some of the runs of a database, for a program")) =>
        runs.AddTo(this);

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var (found, notes) = runs.Inspect(line, context);
        foreach (var note in notes) context.Note($"{note}.");
        if (context.Json) context.WriteJson(Name, json => json.Objects("runs", found, Write));
        else foreach (var run in found) Write(context, run);
        return found.Any(run => run.Fault is null) ? ExitCode.Ok : ExitCode.InvalidInput;
    }

    static void Write(CommandContext context, LogContents run)
    {
        context.Out.WriteLine($"{context.Ansi.Bold(run.Name)}: {run.Format ?? "not read"}, {run.Source}");
        if (run.Fault is { } fault)
        {
            context.Out.WriteLine($"  {fault}");
            return;
        }

        var table = new TextTable(
            ["metric", "taken for", "values", "first step", "last step", "first", "last"],
            run.Metrics.Select(metric => (string[])
            [
                metric.Name,
                metric.Role ?? "",
                Digits.Count(metric.Values),
                Digits.Count(metric.FirstStep),
                Digits.Count(metric.LastStep),
                Digits.Significant(metric.First),
                Digits.Significant(metric.Last),
            ]));
        foreach (var row in table.ToText().TrimEnd('\n').Split('\n')) context.Out.WriteLine($"  {row}");
    }

    static void Write(Utf8JsonWriter json, LogContents run)
    {
        json.WriteString("name", run.Name);
        json.WriteString("source", run.Source);
        json.WriteString("format", run.Format);
        json.WriteString("fault", run.Fault);
        json.Objects("metrics", run.Metrics, static (item, metric) =>
        {
            item.WriteString("name", metric.Name);
            item.WriteString("role", metric.Role);
            item.WriteNumber("values", metric.Values);
            item.WriteNumber("firstStep", metric.FirstStep);
            item.WriteNumber("lastStep", metric.LastStep);
            item.Number("first", metric.First);
            item.Number("last", metric.Last);
        });
    }
}
