using System.CommandLine;
using Anneal.Dialects;
using Anneal.Formats;

namespace Anneal.Cli.Verbs;

/// <summary>Writes a schedule for a framework.</summary>
sealed class ScheduleExport : Verb
{
    readonly Argument<string> schedule = new("SPEC|FILE") { Description = "The notation, a schedule file, or a table with step and lr." };
    readonly Option<string?> to = Setting.OneOf("--to", "The framework.", "pytorch", [.. Exports.Targets.SelectMany(target => target.Aliases.Prepend(target.Name))]);
    readonly Option<string?> form = Setting.OneOf("--form", "Code, which can say any schedule, or the framework's own arguments (docs/exports.md says which is usual).", null, "code", "stock");
    readonly Option<int?> points = Setting.Count("--points", "Write so many points with straight lines between, and say what that misses.", min: 2);
    readonly OutputOption output = new("--out", "Write to a file instead of stdout.", "FILE");

    public ScheduleExport()
        : base(
            "export",
            "Write a schedule for a framework: code that needs nothing else, or its own arguments. What it cannot express gets its nearest form and "
            + "the largest error.",
            new("anneal schedule export wsd.yaml --to pytorch --out schedule.py", "A function for LambdaLR"),
            new("anneal schedule export 'warmup-cosine(3e-4, 3e-5, 2000, 24000)' --to megatron", "The nearest flags, and how near"),
            new("anneal schedule export wsd.yaml --to huggingface --form stock", "TrainingArguments instead of code"))
    {
        Add(schedule);
        foreach (var option in (Option[])[to, form, points, output]) Add(option);
    }

    public override string Group => "schedule";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var document = ScheduleFile.ReadDocument(line.GetRequiredValue(schedule));
        var written = document.ToSchedule();
        var export = Exports.Write(written, line.GetValue(to)!, new ExportOptions
        {
            Form = line.GetValue(form) switch { "code" => ExportForm.Code, "stock" => ExportForm.Stock, _ => null },
            Points = line.GetValue(points),
        });
        var peak = written.ToArray().Max();
        if (export.MaxError > 0)
            context.Warn($"Not exact: the largest error is {Digits.Significant(export.MaxError)}, {Digits.Percent(export.MaxError / peak, 3)} of the peak, at update index {Digits.Count(export.At)}.");
        if (document.Multipliers.Count > 0)
            context.Note($"Groups keep their factors: {string.Join(", ", document.Multipliers.Select(group => $"{group.Group} {Digits.Significant(group.Factor)}"))}; give each group's rate to the optimiser.");
        if (line.GetValue(output) is { } path)
        {
            AtomicFile.WriteText(path, writer => writer.Write(export.Text));
            context.Note($"Wrote {path}: {export.Usage}");
        }

        if (context.Json)
        {
            context.WriteJson("schedule export", json =>
            {
                json.WriteString("target", export.Target);
                json.WriteString("form", Names.Kebab($"{export.Form}"));
                json.Number("maxError", export.MaxError);
                json.WriteNumber("at", export.At);
                json.WriteString("usage", export.Usage);
                json.WriteString("text", export.Text);
            });
        }
        else if (line.GetValue(output) is null)
        {
            context.Out.Write(export.Text);
        }

        return ExitCode.Ok;
    }
}
