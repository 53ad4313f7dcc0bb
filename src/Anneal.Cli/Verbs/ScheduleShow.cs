using System.CommandLine;
using System.Globalization;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>Shows a schedule before it is trained: a table, a picture, a file.</summary>
sealed class ScheduleShow : Verb
{
    const int PlotRows = 16;
    const int LongestHeading = 200;

    readonly Argument<string> schedule = new("SPEC|FILE") { Description = "The notation, a file that holds it, or a table with step and lr." };
    readonly Option<string?> at = Setting.Text("--at", "Show these updates (0 is the first).", "T,T,…");
    readonly OutputOption plot = new("--plot", "Draw the schedule into a file.", "FILE.svg");
    readonly OutputOption output = new("--out", "Write the rate of every update to a file.", "FILE.csv");

    public ScheduleShow()
        : base(
            "show",
            "Show a schedule: its rates at the updates that matter, and a plot.",
            new("anneal schedule show 'linear(0, 3e-4, 2159) then constant(3e-4, 1) then cosine(3e-4, 3e-5, 21840)'", "Warm-up and cosine"),
            new("anneal schedule show 'wsd(3e-4, 3e-5, 2000, 24000, 4000, one-minus-sqrt)' --plot wsd.svg --out wsd.csv", "A picture and a table for the trainer"),
            new("anneal schedule show wsd.csv --at 0,19999,23999", "What a file holds, at these updates"))
    {
        Add(schedule);
        Add(at);
        Add(plot);
        Add(output);
    }

    public override string Group => "schedule";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var given = line.GetRequiredValue(schedule);
        var shown = ScheduleFile.ReadOrParse(given);
        var path = new RatePath(shown);
        var rows = line.GetValue(at) is { } steps ? Chosen(steps, path.Steps) : KeyUpdates.Of(path.Rates);
        var figure = Draw(path);
        if (line.GetValue(plot) is { } svg) Save(context, svg, writer => writer.Write(figure.ToSvg()));
        if (line.GetValue(output) is { } csv) Save(context, csv, writer => ScheduleFile.Write(shown, writer));
        if (context.Json) WriteJson(context, shown, path, rows);
        else WriteText(context, File.Exists(given) ? given : shown.ToString(), path, rows, figure);
        return ExitCode.Ok;
    }

    static List<KeyUpdate> Chosen(string steps, int count)
    {
        var chosen = new List<KeyUpdate>();
        foreach (var word in steps.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step >= count)
            {
                throw new CommandException(
                    ExitCode.Usage, $"--at wants updates from 0 to {count - 1} separated by commas, not {Names.Quote(word)}.");
            }

            chosen.Add(new(step, ""));
        }

        return chosen;
    }

    static Figure Draw(RatePath path) => new("learning rate")
    {
        X = new("update"),
        Panels = [new(new("rate") { Lower = 0 }) { Marks = [new Line(path.Rates)] }],
    };

    static void Save(CommandContext context, string path, Action<TextWriter> write)
    {
        AtomicFile.WriteText(path, write);
        context.Note($"Wrote {path}.");
    }

    static void WriteText(CommandContext context, string name, RatePath path, List<KeyUpdate> rows, Figure figure)
    {
        if (name.Length > LongestHeading) name = $"{name.AsSpan(0, LongestHeading)}…";
        context.Out.WriteLine(context.Ansi.Bold(name));
        context.Out.WriteLine(
            $"{Digits.Count(path.Steps)} {(path.Steps == 1 ? "update" : "updates")}, peak {Digits.Significant(path.Peak)}, sum of rates {Digits.Significant(path.Sums[^1])}");
        context.Out.WriteLine();
        var table = new TextTable(
            ["update", "rate", "of peak", "sum", "then"],
            rows.Select(row => new[]
            {
                Digits.Count(row.Step),
                Digits.Significant(path.Rates[row.Step]),
                path.Peak > 0 ? (path.Rates[row.Step] / path.Peak).ToString("P1", CultureInfo.InvariantCulture) : "–",
                Digits.Significant(path.Sums[row.Step]),
                row.Then,
            }));
        context.Out.WriteLine(table.ToText());
        context.Out.Write(figure.ToTerminal(
            Math.Min(context.Width, 120), PlotRows, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
    }

    static void WriteJson(CommandContext context, Schedule schedule, RatePath path, List<KeyUpdate> rows) =>
        context.WriteJson("schedule show", json =>
        {
            json.WriteString("schedule", schedule.ToString());
            json.WriteNumber("steps", path.Steps);
            json.Number("peak", path.Peak);
            json.Number("last", path.Rates[^1]);
            json.Number("sum", path.Sums[^1]);
            json.Objects("updates", rows, (fields, row) =>
            {
                fields.WriteNumber("step", row.Step);
                fields.Number("rate", path.Rates[row.Step]);
                fields.Number("sum", path.Sums[row.Step]);
            });
        });
}
