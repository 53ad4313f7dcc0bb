using System.CommandLine;
using Anneal.Curves;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>Says whether a log followed its schedule, and names the fault where it did not.</summary>
sealed class VerifyLrVerb : Verb
{
    const int PlotRows = 16;

    readonly Argument<string> run = new("RUN") { Description = "A log with learning rates, of any format that 'anneal import' reads, or - for standard input." };

    readonly Option<string?> schedule = Setting.Text("--schedule", "What the run was to follow, its warm-up included: the notation, or a file.", "SPEC|FILE");
    readonly ReadingOptions reading = new();
    readonly Option<string?> part = Setting.Text("--run", "Which run of a log that holds several.", "NAME");
    readonly OutputOption plot = new("--plot", "Draw logged and scheduled rates into a file.", "FILE.svg");

    public VerifyLrVerb()
        : base(
            "verify-lr",
            "Say whether a log followed its schedule, and name the fault where it did not: off by one, stepped once per process or once per epoch, begun "
            + "again after a checkpoint, a wrong accumulation factor, horizon or unit of the warm-up, a floor ignored. Exit code 7 where it did not.",
            new("anneal verify-lr train.log --schedule wsd.yaml", "After the first hour of a run"),
            new("anneal verify-lr trainer_state.json --schedule 'warmup-cosine(3e-4, 0, 2000, 24000)' --plot lr.svg", "With a picture"))
    {
        schedule.Required = true;
        Add(run);
        foreach (var option in (Option[])[schedule, .. reading.All, part, plot]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        OutputOption.Spare(line, [line.GetRequiredValue(run)]);
        var expected = ScheduleFile.ReadOrParse(line.GetRequiredValue(schedule)!);
        var path = line.GetRequiredValue(run);
        var log = RateLog.Read(path, reading.Of(line), line.GetValue(part), path == "-" ? context.Terminal.In() : null, context.Cancellation);
        if (log.AreMultiples && expected.ToArray().Max() is > 0 and var peak)
        {
            expected = 1 / peak * expected;
            context.Note("The log has multiples of the peak, and so has the schedule here.");
        }

        var verdict = RateCheck.Of(log.Steps.Span, log.Rates.Span, expected);
        context.Note($"Read {log.Path} as {log.Format}: {Digits.Count(log.Steps.Length)} rates of '{log.Column}', {(log.Shift == 0 ? "labels as they are" : $"{log.Shift:+0;-0} added to their labels")}.");
        if (line.GetValue(plot) is { } svg)
        {
            AtomicFile.WriteText(svg, writer => writer.Write(Draw(log, expected, verdict).ToSvg()));
            context.Note($"Wrote {svg}.");
        }

        if (context.Json) WriteJson(context, log, verdict);
        else WriteText(context, log, expected, verdict);
        return verdict.Fault == RateFault.None ? ExitCode.Ok : ExitCode.VerificationFailed;
    }

    static void WriteText(CommandContext context, RateLog log, Schedule expected, RateVerdict verdict)
    {
        var isGood = verdict.Fault == RateFault.None;
        context.Out.WriteLine($"{(isGood ? context.Ansi.Bold("follows") : context.Ansi.Bold(Names.Kebab($"{verdict.Fault}")))}: {verdict.Sentence}.");
        foreach (var other in verdict.Others) context.Out.WriteLine($"{(isGood ? "but" : "or")}: {other}.");
        context.Out.WriteLine();
        context.Out.Write(new TextTable(
            ["shift", "rows that follow", "of"],
            verdict.Shifts.Select(shift => new[] { shift.Shift.ToString("+0;-0;0", System.Globalization.CultureInfo.InvariantCulture), Digits.Count(shift.Rows), Digits.Count(verdict.Rows) })).ToText());
        if (isGood) return;
        var at = log.Steps.Span.IndexOf(verdict.At);
        context.Out.WriteLine();
        context.Out.WriteLine($"The first difference is at index {Digits.Count(verdict.FirstBad ?? verdict.At)}; the largest at {Digits.Count(verdict.At)}, where {Digits.Significant(log.Rates.Span[at], 6)} is logged and {Digits.Significant(expected[Math.Min(verdict.At, expected.Steps - 1)], 6)} scheduled.");
        context.Out.Write(Draw(log, expected, verdict).ToTerminal(Math.Min(context.Width, 120), PlotRows, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
    }

    static Figure Draw(RateLog log, Schedule expected, RateVerdict verdict) => new("learning rate")
    {
        Subtitle = verdict.Sentence,
        X = new("update"),
        Panels =
        [
            new(new("rate") { Lower = 0 })
            {
                Marks =
                [
                    new Line(expected.ToArray()) { Name = "scheduled", Ink = Ink.Grey, Dash = Dash.Dashed },
                    new Line(log.Steps.Span, log.Rates.Span) { Name = "logged", Ink = Ink.Vermilion, Dash = Dash.Solid },
                ],
            },
        ],
    };

    static void WriteJson(CommandContext context, RateLog log, RateVerdict verdict) => context.WriteJson("verify-lr", json =>
    {
        json.WriteString("log", log.Path);
        json.WriteString("format", log.Format);
        json.WriteNumber("offset", log.Shift);
        json.WriteBoolean("follows", verdict.Fault == RateFault.None);
        json.WriteString("fault", Names.Kebab($"{verdict.Fault}"));
        json.Number("amount", verdict.Amount);
        json.WriteString("sentence", verdict.Sentence);
        json.WriteNumber("rows", verdict.Rows);
        json.Number("largest", verdict.Largest);
        json.WriteNumber("at", verdict.At);
        if (verdict.FirstBad is { } first) json.WriteNumber("firstBad", first);
        else json.WriteNull("firstBad");
        json.Objects("shifts", verdict.Shifts, (item, shift) =>
        {
            item.WriteNumber("shift", shift.Shift);
            item.WriteNumber("rows", shift.Rows);
        });
        json.Strings("others", verdict.Others);
    });
}
