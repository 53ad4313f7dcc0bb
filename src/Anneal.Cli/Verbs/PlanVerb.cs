using System.CommandLine;
using System.Globalization;
using Anneal.Control;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Says which short runs to train, before there is any data, and what a forecast from them will be worth.</summary>
sealed class PlanVerb : Verb
{
    readonly Option<double?> peak = Setting.Rate("--peak", "The target's peak rate.");
    readonly Option<int?> targetSteps = Setting.Count("--target-steps", "The target's length in steps, its warm-up included.");
    readonly Option<int?> budget = Setting.Count("--budget", "Steps to spend at most; a quarter of the target unless it is said.");
    readonly Option<int?> warmup = Setting.Count("--warmup", "Warm-up steps of every run; a fiftieth of the target unless it is said.", min: 0);
    readonly OutputOption output = new("--out", "Write the runs file that 'anneal fit' reads.", "RUNS.yaml");

    public PlanVerb()
        : base(
            "plan",
            "Name the short runs that identify the default law, and the interval to expect of it; no data is needed.",
            new("anneal plan --peak 3e-4 --target-steps 72000", "A quarter of the target's compute"),
            new("anneal plan --peak 1e-3 --target-steps 100_000 --budget 60_000 --out runs.yaml", "With a second peak, and a runs file to fill"))
    {
        peak.Required = targetSteps.Required = true;
        foreach (var option in (Option[])[peak, targetSteps, budget, warmup, output]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var plan = RunPlan.For(
            line.GetValue(peak)!.Value, line.GetValue(targetSteps)!.Value, line.GetValue(budget), line.GetValue(warmup),
            cancellation: context.Cancellation);
        var file = line.GetValue(output);
        if (file is not null) AtomicFile.WriteText(file, writer => writer.Write(RunsFile(plan)));
        var fit = $"anneal fit {file ?? "runs.yaml"} --out fit.json";
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, plan, fit));
        else WriteText(context, plan, file, fit);
        return ExitCode.Ok;
    }

    static string Log(PlannedRun run) => $"{run.Name}.csv";

    static string RunsFile(RunPlan plan)
    {
        var text = new System.Text.StringBuilder(string.Create(
            CultureInfo.InvariantCulture, $"# Runs to train for a target of {plan.TargetSteps} steps at peak {plan.Peak}: write each log beside this file,\n"));
        text.Append(CultureInfo.InvariantCulture, $"# with the columns step and loss, a row every {plan.LogEvery} steps. A branch counts its steps from the trunk's start.\nruns:\n");
        foreach (var run in plan.Runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - log: {Log(run)}\n    name: {run.Name}\n    schedule: {run.Schedule}\n");
            if (run.BranchStep > 0) text.Append(CultureInfo.InvariantCulture, $"    branch_step: {run.BranchStep}\n");
        }

        return text.ToString();
    }

    static void WriteText(CommandContext context, RunPlan plan, string? file, string fit)
    {
        var (output, ansi) = (context.Out, context.Ansi);
        output.WriteLine(ansi.Bold(
            $"{plan.Runs.Length} runs, {Digits.Count(plan.NewSteps)} steps in all: {Digits.Percent(plan.Share)} of the target's {Digits.Count(plan.TargetSteps)}"));
        output.WriteLine();
        output.Write(new TextTable(
            ["run", "starts from", "new steps", "of target", "shows"],
            plan.Runs.Select(run => (string[])
            [
                run.Name, run.Trunk is null ? "scratch" : $"{run.Trunk}, {Digits.Count(run.BranchStep)} steps", Digits.Count(run.NewSteps),
                Digits.Percent((double)run.NewSteps / plan.TargetSteps), run.Purpose,
            ])).ToText());
        output.WriteLine();
        foreach (var run in plan.Runs) output.WriteLine($"{run.Name + ':',-11} {run.Schedule}");
        output.WriteLine();
        var checkpoints = plan.Runs.Where(run => run.Trunk is not null).Select(run => Digits.Count(run.BranchStep)).Distinct(StringComparer.Ordinal).ToArray();
        output.WriteLine($"Log step, lr and loss every {Digits.Count(plan.LogEvery)} steps. Save the trunk's checkpoints after {Sentence.List(checkpoints, "and")} steps;");
        output.WriteLine("a branch goes on from one and counts its steps from the trunk's start.");
        output.WriteLine();
        output.WriteLine($"To expect: the final loss of {plan.Target.Describe()}");
        output.WriteLine($"within ±{Digits.Percent(plan.ExpectedHalfWidth)} ({Digits.Percent(plan.Level)} interval), if the model is like those that the priors come from.");
        if (!plan.Unidentified.IsEmpty)
            output.WriteLine($"Left to the documented priors: {string.Join(", ", plan.Unidentified.Select(found => found.Parameter))}.");
        output.WriteLine();
        output.WriteLine(file is not null
            ? $"Written: {file}, which lists the logs to put beside it. When they are there, type:"
            : "Give --out runs.yaml for a file that lists the logs to put beside it. When they are there, type:");
        output.WriteLine($"  {ansi.Cyan(fit)}");
    }

    static void WriteJson(System.Text.Json.Utf8JsonWriter json, RunPlan plan, string fit)
    {
        json.Number("peak", plan.Peak);
        json.WriteNumber("targetSteps", plan.TargetSteps);
        json.Objects("runs", plan.Runs, (item, run) =>
        {
            item.WriteString("name", run.Name);
            item.WriteString("purpose", run.Purpose);
            item.WriteString("schedule", run.Schedule.ToString());
            item.WriteString("trunk", run.Trunk);
            item.WriteNumber("branchStep", run.BranchStep);
            item.WriteNumber("newSteps", run.NewSteps);
            item.Number("share", (double)run.NewSteps / plan.TargetSteps);
            item.WriteString("log", Log(run));
        });
        json.WriteNumber("logEvery", plan.LogEvery);
        json.WriteNumber("newSteps", plan.NewSteps);
        json.Number("share", plan.Share);
        json.Object("expected", expected =>
        {
            expected.WriteString("schedule", plan.Target.ToString());
            expected.Number("halfWidth", plan.ExpectedHalfWidth);
            expected.Number("level", plan.Level);
            expected.Strings("unidentified", plan.Unidentified.Select(found => found.Parameter));
        });
        json.WriteString("runsFile", RunsFile(plan));
        json.WriteString("fit", fit);
    }
}
