using System.CommandLine;
using System.Text.Json;
using Anneal.Cli.Demo;
using Anneal.Cli.Planning;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>The main job on runs that ship with the program.</summary>
sealed class DemoVerb : Verb
{
    readonly Option<string?> output = Setting.Text("--out", "The folder to write.", "DIR", "anneal-demo");

    public DemoVerb()
        : base(
            "demo",
            "Do the main job on training runs that ship with anneal: fit, forecast what was held out, choose a schedule, see how it trained, write a report.",
            new Example("anneal demo", "Writes anneal-demo/report.html")) => Add(output);

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var folder = line.GetValue(output)!;
        var runs = Path.Combine(folder, "runs");
        DemoFolder.CopyTo(runs);
        var job = DemoJob.Run(runs, context);
        var next = Next(folder);
        var files = DemoOutput.Write(job, folder, next);
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, job, files, next[0].Line));
        else WriteText(context, job, runs, files, next);
        return ExitCode.Ok;
    }

    static IReadOnlyList<Example> Next(string folder)
    {
        var path = Path.Combine(folder, "fit.json");
        var fit = path.Any(char.IsWhiteSpace) ? $"'{path}'" : path;
        return
        [
            new($"anneal forecast {fit} --schedule 'wsd(2e-3, 2e-4, 100, 4000, 800, linear)'", "Forecast a schedule of your own under this fit"),
            new("anneal plan --peak 3e-4 --target-steps 100000", "Plan short runs for a training of your own"),
            new("anneal fit RUN.csv… --out fit.json", "Or begin with logs that you have"),
        ];
    }

    static void WriteText(CommandContext context, DemoJob job, string runs, IReadOnlyList<string> files, IReadOnlyList<Example> next)
    {
        var (output, ansi, text) = (context.Out, context.Ansi, new DemoText(job));
        output.WriteLine(DemoText.Origin);
        Heading("Read");
        output.Write(text.Runs().ToText());
        foreach (var sentence in job.Hygiene.Sentences.Where(sentence => !sentence.StartsWith("rule", StringComparison.Ordinal))) output.WriteLine($"{sentence}.");
        Heading("Fitted");
        output.WriteLine(text.Winner());
        output.WriteLine($"The law's own error is {text.ModelError}.");
        output.WriteLine(job.Fit.Unidentified.IsEmpty
            ? "These runs determine every parameter."
            : $"Not determined by these runs: {string.Join(", ", job.Fit.Unidentified.Select(found => found.Parameter))} (the report says what would).");
        Heading("Forecast, and compared with what was held out");
        output.Write(text.Checks().ToText());
        output.WriteLine(text.CoverageSentence());
        Heading($"Best schedule of {Digits.Count(DemoJob.TargetSteps)} steps");
        output.WriteLine(ShortSpec.Of(job.Recommendation.Best).Describe());
        output.Write(ScheduleFigures.Rate(job.Recommendation).ToTerminal(
            Math.Min(context.Width, 100), 14, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        output.WriteLine();
        output.Write(BaselineTable.Of(job.Recommendation).ToText());
        Heading("Trained");
        output.Write(text.Tried().ToText());
        output.WriteLine(text.TriedSentence());
        Heading("Written");
        output.WriteLine($"{ansi.Bold(files[0])}; {string.Join(", ", files.Skip(1).Select(Path.GetFileName))}; the runs in {runs}");
        Heading("Next");
        output.WriteLine(ansi.Cyan(next[0].Line));

        void Heading(string title)
        {
            output.WriteLine();
            output.WriteLine(ansi.Bold(title));
        }
    }

    static void WriteJson(Utf8JsonWriter json, DemoJob job, IReadOnlyList<string> files, string next)
    {
        json.WriteString("law", job.Fit.Law.Law.Card.Name);
        json.Objects("laws", job.Trials, static (item, trial) =>
        {
            item.WriteString("law", trial.Law.Card.Name);
            item.Number("heldOutRmse", trial.HeldOut.Rmse);
            item.Number("objective", trial.Fit.Objective);
        });
        json.Strings("unidentified", job.Fit.Unidentified.Select(found => found.Parameter));
        json.Number("modelError", job.Fit.ModelError.Level);
        json.Objects("heldOut", job.Checks, static (item, check) =>
        {
            item.WriteString("name", check.Run.Name);
            item.WriteNumber("points", check.Score.Points);
            item.Number("rmse", check.Score.Rmse);
            item.Number("coverage", check.Score.Coverage);
            item.Number("finalError", check.Score.FinalError);
            item.WriteBoolean("finalCovered", check.IsFinalCovered);
        });
        json.Number("coverage", job.Coverage);
        json.WriteString("schedule", ShortSpec.Of(job.Recommendation.Best).ToString());
        json.Objects("tried", job.Tried, static (item, tried) =>
        {
            item.WriteString("name", tried.Name);
            item.Number("loss", tried.Final.Loss[0]);
            item.Number("lower", tried.Final.Lower[0]);
            item.Number("upper", tried.Final.Upper[0]);
            item.Number("trained", tried.Mean);
            item.Number("deviation", tried.Deviation);
        });
        json.Strings("files", files);
        json.WriteString("next", next);
    }
}
