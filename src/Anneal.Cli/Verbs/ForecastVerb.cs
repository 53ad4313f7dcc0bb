using System.CommandLine;
using System.Globalization;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>Says which loss a schedule reaches, with an interval.</summary>
sealed class ForecastVerb : Verb
{
    readonly FitSource source = new();

    readonly Option<string?> schedule = Setting.Text(
        "--schedule",
        "The schedule, its warm-up included: 'warmup(3e-4, 2000) then cosine(3e-4, 3e-5, 22000)', or a file: a table with columns step "
        + "and lr, or a text that holds a schedule.",
        "SPEC|FILE");

    readonly Option<double?> level = Setting.Number(
        "--level", "The share of measurements that the interval should hold.", min: 0.01, max: 0.999, defaultValue: 0.9);

    readonly Option<string?> steps = Setting.Text("--steps", "The steps to list, in place of a few of note.", "N,N,…");

    readonly OutputOption output = new("--out", "Write the curve: step,lr,loss,lower,upper.", "CURVE.csv");

    readonly OutputOption plot = new("--plot", "Draw the loss with its band above the rate.", "FILE.svg");

    public ForecastVerb()
        : base(
            "forecast",
            "Say which loss a schedule reaches, with an interval for what would be measured: the parameters' errors, the noise, and the "
            + "law's own error on runs it has not seen, widened where the schedule goes beyond the fitted runs, which is then said.",
            new("anneal forecast fit.json --schedule 'warmup(3e-4, 2160) then cosine(3e-4, 3e-5, 69840)'", "The whole curve and the final loss"),
            new("anneal forecast fit.json --schedule best.csv --out curve.csv --plot curve.svg", "A table of rates; a table and a picture"),
            new("anneal forecast fit.json --schedule 'wsd(3e-4, 3e-5, 2000, 24000, 4000)' --json | jq .final", "For a script"))
    {
        schedule.Required = true;
        source.AddTo(this);
        foreach (var option in (Option[])[schedule, level, steps, output, plot]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var saved = source.Read(line);
        if (source.Displaced(line) is { } file)
            throw new CommandException(ExitCode.Usage, $"Both {Names.Quote(file)} and --law are given; give one of them.");
        var shape = ScheduleFile.ReadOrParse(line.GetRequiredValue(schedule)!);
        var path = new RatePath(shape, source.WarmupSum(line) ?? 0);
        if (!(path.Peak > 0)) throw new InputException("The schedule's rates are all 0; nothing is learnt along it.");
        context.Cancellation.ThrowIfCancellationRequested();
        var view = new ForecastView(saved, shape, path, Listed(line, path), line.GetValue(level)!.Value);
        if (line.GetValue(output) is { } table) AtomicFile.WriteText(table, view.WriteCsv);
        if (line.GetValue(plot) is { } picture) AtomicFile.WriteText(picture, text => text.Write(view.Figure.ToSvg()));
        foreach (var warning in view.Forecast.Warnings) context.Warn(warning);
        if (context.Json) context.WriteJson(Name, view.WriteJson);
        else view.WriteText(context);
        return ExitCode.Ok;
    }

    int[] Listed(ParseResult line, RatePath path)
    {
        if (line.GetValue(steps) is not { } text) return ForecastView.StepsOfNote(path);
        return
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(word => Setting.ParseNumber(word) is { } step && step >= 0 && step < path.Steps && step == Math.Floor(step)
                    ? (int)step
                    : throw new CommandException(ExitCode.Usage, string.Create(
                        CultureInfo.InvariantCulture, $"--steps wants whole numbers from 0 to {path.Steps - 1}, the schedule's last, not {Names.Quote(word)}.")))
                .Append(path.Steps - 1)
                .Distinct()
                .Order(),
        ];
    }
}
