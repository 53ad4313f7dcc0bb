using System.CommandLine;
using System.Text.Json;
using Anneal.Cli.Planning;
using Anneal.Control;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Finds the best schedule under a fit and says what it gains over customary ones, and how surely.</summary>
sealed class OptimizeVerb : Verb
{
    readonly FitSource source = new();
    readonly ConstraintOptions constraints = new();
    readonly Option<double?> level = Setting.Number("--level", "The level of all intervals.", min: 0.01, max: 0.999, defaultValue: 0.9);
    readonly OutputOption output = new("--out", "Write the rate of every step.", "SCHEDULE.csv");
    readonly OutputOption plot = new("--plot", "Write a picture of loss and rate.", "FILE.svg");

    public OptimizeVerb()
        : base(
            "optimize",
            "Find the schedule with the lowest final loss, and compare it with cosine, WSD and others at their own best decay lengths. "
            + "Better is only claimed where the paired interval, the law's own error included, excludes zero. "
            + "Exit code 5: no schedule meets the constraints.",
            new("anneal optimize fit.json --steps 24000 --peak 3e-4 --warmup 2000 --out best.csv", "Down to the lowest rate in the fitted runs"),
            new("anneal optimize fit.json --steps 24000 --peak 3e-4 --warmup 2000 --floor 0", "Down to zero, and how much of the gain is extrapolated"),
            new("anneal optimize fit.json --steps 24000 --peak 3e-4 --shape wsd --json | jq -r .schedule", "The best warm-up-stable-decay schedule, as a SPEC"),
            new("anneal optimize --law multi-power --parameters L0=3.04,A=0.525,alpha=0.508,B=364,C=2.07,beta=0.583,gamma=0.641 --warmup-sum 0.324 --steps 21840 --peak 3e-4",
                "Published parameters, no data"))
    {
        source.AddTo(this);
        constraints.AddTo(this);
        foreach (var option in (Option[])[level, output, plot]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var saved = source.Read(line);
        if (source.Displaced(line) is { } extra)
            throw new CommandException(ExitCode.Usage, $"Both {Names.Quote(extra)} and --law are given; which one is meant?");
        var fit = saved.Fit;
        var allowed = constraints.Constraints(line, fit, source.WarmupSum(line));
        var form = constraints.Form(line);
        Recommendation found;
        using (var progress = context.Progress("optimising", "%"))
            found = Recommendation.Of(fit, allowed, form, line.GetValue(level)!.Value, progress.Shares(100), context.Cancellation);
        var warnings = Warnings(fit, found, form, constraints.HasFloor(line)).ToArray();
        foreach (var warning in warnings) context.Warn(warning);
        foreach (var note in Notes(found, form)) context.Note(note);
        if (line.GetValue(output) is { } table) AtomicFile.WriteText(table, writer => ScheduleFile.Write(found.Best.Schedule, writer));
        if (line.GetValue(plot) is { } picture)
            AtomicFile.WriteText(picture, writer => writer.Write(ScheduleFigures.LossAndRate(fit, found, saved.Sources.LossUnit).ToSvg()));
        string[] written = [.. new[] { line.GetValue(output), line.GetValue(plot) }.OfType<string>()];
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, allowed, found, (warnings, [.. Notes(found, form)], written)));
        else WriteText(context, allowed, found, written);
        return ExitCode.Ok;
    }

    // What is said of the literal optimum is a warning.
    static IEnumerable<string> Notes(Recommendation found, ScheduleForm form) => form == ScheduleForm.Literal ? [] : found.Best.Notes;

    static IEnumerable<string> Warnings(Fit fit, Recommendation found, ScheduleForm form, bool hasFloor)
    {
        if (fit.Runs.IsEmpty && !hasFloor)
            yield return "A law without runs has no lowest seen rate, so that the rate may fall to 0; --floor X limits it.";
        if (found.GainOutsideSeen is { } share)
        {
            yield return $"The schedule goes below {Digits.Significant(fit.Seen.LowestRate)}, the lowest rate in the fitted runs; "
                + $"{Digits.Percent(share)} of the predicted gain over the best customary schedule within that range lies outside of it.";
        }

        foreach (var note in found.Best.Notes.Except(Notes(found, form), StringComparer.Ordinal)) yield return note;
        foreach (var warning in found.Final.Warnings) yield return warning;
        if (found.Compared.FirstOrDefault() is { Gain.Difference: < -1e-9 } better)
        {
            yield return $"The {better.Baseline.Name} schedule ends lower, by {Digits.Significant(-better.Gain.Difference, 2)}: "
                + "the search found the best of this form, not the best of all.";
        }
    }

    static void WriteText(CommandContext context, ScheduleConstraints allowed, Recommendation found, string[] written)
    {
        var (writer, ansi, best) = (context.Out, context.Ansi, found.Best);
        writer.WriteLine(ansi.Bold(
            $"Best of {Digits.Count(allowed.Steps)} steps, peak {Digits.Significant(allowed.Peak)}, floor {Digits.Significant(allowed.Floor)}"));
        writer.WriteLine($"  {ShortSpec.Of(best).Describe()}");
        writer.WriteLine($"  final loss {Loss(best, found.Final)} under the {best.Law.Law.Card.Title}");
        if (best.LossLiteral != best.Loss) writer.WriteLine($"  {Digits.Within(best.LossLiteral, 1e-5)} under the law as written");
        writer.WriteLine($"  found by: {best.Method}; {Digits.Count(best.Iterations)} evaluations, residual {Digits.Significant(best.KktResidual, 2)}");
        writer.WriteLine();
        writer.Write(BaselineTable.Of(found).ToText());
        writer.WriteLine();
        writer.Write(ScheduleFigures.Rate(found).ToTerminal(
            Math.Min(context.Width, 100), 16, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        foreach (var file in written) writer.WriteLine($"written: {file}");
    }

    static string Loss(OptimalSchedule best, Forecast final) => final.Lower.IsEmpty
        ? Digits.Within(best.Loss, 1e-5)
        : $"{Digits.Within(best.Loss, 1e-4)} ({Digits.Percent(final.Level)}: {Digits.Interval(final.Lower[0], final.Upper[0])})";

    static void WriteJson(
        Utf8JsonWriter json, ScheduleConstraints allowed, Recommendation found, (string[] Warnings, string[] Notes, string[] Written) said)
    {
        var (best, final) = (found.Best, found.Final);
        json.WriteString("law", best.Law.Law.Card.Name);
        json.Number("loss", best.Loss);
        json.Number("lossLiteral", best.LossLiteral);
        json.Number("lower", final.Lower.IsEmpty ? null : final.Lower[0]);
        json.Number("upper", final.Upper.IsEmpty ? null : final.Upper[0]);
        json.Number("level", final.Level);
        json.Number("kktResidual", best.KktResidual);
        json.WriteNumber("iterations", best.Iterations);
        json.WriteString("method", best.Method);
        json.WriteNumber("steps", allowed.Steps);
        json.Number("peak", allowed.Peak);
        json.Number("floor", allowed.Floor);
        json.WriteNumber("decayStart", best.DecayStart);
        json.Number("gainOutsideSeen", found.GainOutsideSeen);
        json.Objects("baselines", found.Compared, static (item, compared) =>
        {
            item.WriteString("name", compared.Baseline.Name);
            item.Number("loss", compared.Baseline.Loss);
            item.Number("difference", compared.Gain.Difference);
            item.Number("lower", compared.Gain.Lower);
            item.Number("upper", compared.Gain.Upper);
            item.WriteString("verdict", BaselineTable.Word(compared.Gain));
            item.WriteNumber("decaySteps", compared.Baseline.DecaySteps);
            item.WriteString("schedule", compared.Baseline.Schedule.ToString());
        });
        json.WriteString("schedule", ShortSpec.Of(best).ToString());
        json.Strings("warnings", said.Warnings);
        json.Strings("notes", said.Notes);
        json.Strings("written", said.Written);
    }
}
