using System.CommandLine;
using Anneal.Control;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>The short run that would most shrink a forecast's interval.</summary>
sealed class AdviseVerb : Verb
{
    const int Shown = 8;

    readonly FitSource source = new();
    readonly Option<string?> target = Setting.Text("--schedule", "The schedule whose final loss is to be known.", "SPEC|FILE");
    readonly Option<int?> budget = Setting.Count("--budget", "Updates that the next run may cost.");
    readonly Option<int?> warmup = Setting.Count("--warmup", "Warm-up steps of the next run. Default: those of --schedule, at most a tenth of the budget.", min: 0);
    readonly Option<double?> level = Setting.Number("--level", "The interval's level.", min: 0.01, max: 0.999, defaultValue: 0.9);

    public AdviseVerb()
        : base(
            "advise",
            "Say which short run to train next: of constant, two-stage, decaying and cosine runs within the budget, the one after which the "
            + "forecast of --schedule is expected to have the narrowest interval. Expected information on the fitted law; no data needed.",
            new("anneal advise fit.json --schedule 'wsd(3e-4, 3e-5, 2000, 100000, 20000)' --budget 10000", "What to train with 10,000 updates"),
            new("anneal advise fit.json --schedule target.csv --budget 10000 --json | jq -r .runs[0].schedule", "The best one's SPEC"))
    {
        source.AddTo(this);
        target.Required = budget.Required = true;
        foreach (var option in (Option[])[target, budget, warmup, level]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var fit = source.Read(line).Fit;
        var path = new RatePath(ScheduleFile.ReadOrParse(line.GetValue(target)!));
        var spend = line.GetValue(budget)!.Value;
        var ramp = line.GetValue(warmup) ?? Math.Min(path.WarmupSteps > 0 ? path.WarmupSteps + 1 : 0, spend / 10);
        var advice = new RunAdvice(fit, path, line.GetValue(level)!.Value);
        using var progress = context.Progress("weighing", "parts");
        var runs = advice.Within(spend, ramp, progress.Shares(10), context.Cancellation);
        if (context.Json)
        {
            context.WriteJson(Name, json =>
            {
                json.Number("halfWidthNow", advice.Now);
                json.Number("level", line.GetValue(level));
                json.Objects("runs", runs, static (item, run) =>
                {
                    item.WriteString("schedule", run.Schedule.ToString());
                    item.WriteNumber("steps", run.Schedule.Steps);
                    item.WriteString("why", run.Why);
                    item.Number("halfWidth", run.HalfWidth);
                });
            });
            return ExitCode.Ok;
        }

        context.Out.WriteLine($"Now the interval is ± {Digits.Percent(advice.Now)}; after one more run of at most {Digits.Count(spend)} steps it is expected to be:");
        context.Out.WriteLine();
        context.Out.Write(new TextTable(
            ["± after", "steps", "shows", "schedule"],
            runs.Take(Shown).Select(run => (string[])[Digits.Percent(run.HalfWidth), Digits.Count(run.Schedule.Steps), run.Why, run.Schedule.ToString()])).ToText());
        if (runs[0].HalfWidth > 0.9 * advice.Now) context.Note("No run within this budget narrows the interval by a tenth; a longer one, or a second peak rate, would.");
        return ExitCode.Ok;
    }
}
