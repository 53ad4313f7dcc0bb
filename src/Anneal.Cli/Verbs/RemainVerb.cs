using System.CommandLine;
using System.Text.Json;
using Anneal.Cli.Planning;
using Anneal.Control;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>The rest of a run in progress: when to decay, how far to go, and what loss that reaches.</summary>
sealed class RemainVerb : Verb
{
    readonly RestArguments rest = new();
    readonly OutputOption output = new("--out", "Write the rates of the whole best schedule, the steps behind included.", "SCHEDULE.csv");
    readonly OutputOption plot = new("--plot", "Write a picture of the final loss by where the decay begins.", "FILE.svg");

    public RemainVerb()
        : base(
            "remain",
            "Find the best rest of a run in progress: its log so far is compared with the law, and the final loss is predicted for keeping "
            + "the plan, decaying now, decaying at the best step, the law's own optimum, a later end, and stopping here. The rate goes on "
            + "from the one in force without a jump unless --allow-rewarm.",
            new("anneal remain run.csv --with earlier/*.csv --steps 24000", "The law from earlier runs, this run to end at step 24000"),
            new("anneal remain run.csv --fit fit.json --schedule 'wsd(3e-4, 3e-5, 2000, 24000, 4800)' --plot rest.svg", "Against the plan, with a picture"),
            new("anneal remain run.csv --fit fit.json --steps 24000 --extend 48000", "Is it worth going on for twice as long?"),
            new("anneal remain run.csv --fit fit.json --steps 24000 --out rest.csv --json", "For a program"))
    {
        rest.AddTo(this);
        foreach (var option in (Option[])[output, plot]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var (found, run, fit) = rest.Weigh(line, rest.Law(line, context), context);
        foreach (var warning in found.Best.Final.Warnings) context.Warn(warning);
        var compared = RestTable.Compare(fit, run, found);
        if (line.GetValue(output) is { } table) AtomicFile.WriteText(table, writer => ScheduleFile.Write(found.Best.Schedule, writer));
        if (line.GetValue(plot) is { } picture) AtomicFile.WriteText(picture, writer => writer.Write(RestFigure.Of(found).ToSvg()));
        string[] written = [.. new[] { line.GetValue(output), line.GetValue(plot) }.OfType<string>()];
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, run, found, compared, written));
        else WriteText(context, run, found, compared, written);
        return ExitCode.Ok;
    }

    static void WriteText(
        CommandContext context, RunSoFar run, RestOfRun found, IReadOnlyList<(RestOption Option, Comparison? Gain)> compared, string[] written)
    {
        var (writer, ansi) = (context.Out, context.Ansi);
        var best = found.Best;
        writer.WriteLine(ansi.Bold($"{run.Run.Run.Name}: the rest from step {Digits.Count(found.Next)}, rate {Digits.Significant(found.Rate)}"));
        writer.WriteLine($"  the latest rows lie {Digits.Percent(Math.Abs(run.LatestOffset))} {(run.LatestOffset < 0 ? "below" : "above")} the law, which is corrected for it");
        writer.WriteLine($"  best: {best.Name}, final loss {Digits.Within(best.Loss, 1e-4)} ({Digits.Percent(best.Final.Level)}: {Digits.Interval(best.Final.Lower[^1], best.Final.Upper[^1])})");
        writer.WriteLine($"  any decay that begins from step {Digits.Count(found.Flat.First)} to {Digits.Count(found.Flat.Last)} ends within one row's noise of the best start");
        writer.WriteLine();
        writer.Write(RestTable.Of(compared, best).ToText());
        writer.WriteLine();
        writer.Write(RestFigure.Of(found).ToTerminal(
            Math.Min(context.Width, 100), 16, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        foreach (var file in written) writer.WriteLine($"written: {file}");
    }

    static void WriteJson(
        Utf8JsonWriter json, RunSoFar run, RestOfRun found, IReadOnlyList<(RestOption Option, Comparison? Gain)> compared, string[] written)
    {
        json.WriteString("run", run.Run.Run.Name);
        json.WriteNumber("nextStep", found.Next);
        json.Number("rate", found.Rate);
        json.Number("offset", run.LatestOffset);
        json.Number("noise", run.Noise);
        json.WriteString("best", found.Best.Name);
        json.Objects("options", compared, static (item, entry) =>
        {
            var (option, gain) = entry;
            item.WriteString("name", option.Name);
            item.WriteNumber("steps", option.Schedule.Steps);
            if (option.DecayStart is { } start) item.WriteNumber("decayStart", start);
            else item.WriteNull("decayStart");
            item.Number("loss", option.Loss);
            item.Number("lower", option.Final.Lower.IsEmpty ? null : option.Final.Lower[^1]);
            item.Number("upper", option.Final.Upper.IsEmpty ? null : option.Final.Upper[^1]);
            item.Number("difference", gain?.Difference);
            item.Number("differenceLower", gain?.Lower);
            item.Number("differenceUpper", gain?.Upper);
            item.WriteString("schedule", RestTable.Short(option).ToString());
        });
        json.Object("flat", item =>
        {
            item.WriteNumber("first", found.Flat.First);
            item.WriteNumber("last", found.Flat.Last);
        });
        json.Number("regretOfDecayingNow", found.RegretOfDecayingNow);
        json.Objects("byDecayStart", found.ByDecayStart, static (item, point) =>
        {
            item.WriteNumber("start", point.Start);
            item.Number("loss", point.Loss);
        });
        json.Number("level", found.Best.Final.Level);
        json.Strings("warnings", found.Best.Final.Warnings);
        json.Strings("written", written);
    }
}
