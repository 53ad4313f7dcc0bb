using System.CommandLine;
using Anneal.Dialects;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>Writes a schedule in another form of Anneal's own, without loss; reads what a framework is given.</summary>
sealed class ScheduleConvert : Verb
{
    readonly Argument<string> input = new("SPEC|FILE") { Description = "The notation, a schedule file, a table with step and lr; with --from, a framework's arguments." };

    readonly Option<string?> from = Setting.OneOf(
        "--from", "Read the arguments of this framework: Python, TOML, JSON or flags.", null, [.. Exports.Targets.Select(target => target.Name)]);

    readonly Option<string?> to = Setting.OneOf("--to", "The form to write.", "yaml", "yaml", "json", "csv", "spec");
    readonly Option<double?> lr = Setting.Rate("--lr", "The optimiser's rate, where the framework's arguments leave it out.");
    readonly Option<int?> steps = Setting.Count("--steps", "The number of updates, where they leave it out.");
    readonly Option<double?> batch = Setting.Rate("--batch", "Samples per update, where they count samples.");
    readonly OutputOption output = new("--out", "Write to a file instead of stdout.", "FILE");

    public ScheduleConvert()
        : base(
            "convert",
            "Write a schedule as a schedule file (YAML or JSON), a table or the notation, without loss; read the arguments of a framework.",
            new("anneal schedule convert 'wsd(3e-4, 3e-5, 2000, 24000, 4000, one-minus-sqrt)' --to yaml", "A schedule file to edit"),
            new("anneal schedule convert wsd.yaml --to csv --out wsd.csv", "A table for any program"),
            new("anneal schedule convert args.txt --from huggingface --to spec", "What these arguments will do"))
    {
        foreach (var option in (Option[])[from, to, lr, steps, batch, output]) Add(option);
        Add(input);
    }

    public override string Group => "schedule";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var given = line.GetRequiredValue(input);
        var document = line.GetValue(from) is { } framework ? Read(given, framework, line) : ScheduleFile.ReadDocument(given);
        var form = line.GetValue(to)!;
        var text = form switch
        {
            "yaml" => ScheduleDocumentFile.ToYaml(document),
            "json" => ScheduleDocumentFile.ToJson(document),
            "csv" => Table(document.ToSchedule()),
            _ => $"{document.ToSchedule()}\n",
        };
        if (form is "csv" or "spec" && (document.Multipliers.Count > 0 || document.Batch.Count > 0))
            context.Warn("The multipliers and batch sizes of the file have no place in this form.");
        if (line.GetValue(output) is { } path)
        {
            AtomicFile.WriteText(path, writer => writer.Write(text));
            context.Note($"Wrote {path}.");
        }

        if (context.Json)
        {
            context.WriteJson("schedule convert", json =>
            {
                json.WriteString("to", form);
                json.WriteNumber("steps", document.ToSchedule().Steps);
                json.WriteString("text", text);
            });
        }
        else if (line.GetValue(output) is null)
        {
            context.Out.Write(text);
        }

        return ExitCode.Ok;
    }

    ScheduleDocument Read(string given, string framework, ParseResult line)
    {
        var text = given;
        if (File.Exists(given))
        {
            using var reader = new StreamReader(given);
            text = reader.ReadToEnd();
        }

        return ScheduleDocument.Of(Exports.Read(
            text, framework, new ImportOptions { Rate = line.GetValue(lr), Steps = line.GetValue(steps), Batch = line.GetValue(batch) }));
    }

    static string Table(Schedule schedule)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ScheduleFile.Write(schedule, text);
        return text.ToString();
    }
}
