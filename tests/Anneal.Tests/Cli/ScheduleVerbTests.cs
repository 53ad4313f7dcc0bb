using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Cli;

/// <summary>convert, export, lint and diff.</summary>
public sealed class ScheduleVerbTests : IDisposable
{
    const string Spec = "linear(3e-6, 3e-4, 100) then constant(3e-4, 900) then one-minus-sqrt(3e-4, 3e-5, 1000)";

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_schedule_comes_back_from_a_round_of_conversions()
    {
        Assert.Equal(ExitCode.Ok, Run("convert", Spec, "--to", "yaml", "--out", scratch["a.yaml"]).Exit);
        Assert.Equal(ExitCode.Ok, Run("convert", scratch["a.yaml"], "--to", "json", "--out", scratch["a.json"]).Exit);
        Assert.Equal(ExitCode.Ok, Run("convert", scratch["a.json"], "--to", "csv", "--out", scratch["a.csv"]).Exit);

        Assert.Equal($"{Spec}\n", Run("convert", scratch["a.json"], "--to", "spec").Output);
        Assert.Equal(ScheduleNotation.Parse(Spec).ToArray(), ScheduleFile.Read(scratch["a.csv"]).ToArray());
        Assert.Contains(Spec, Run("show", scratch["a.yaml"], "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_framework_s_arguments_become_the_notation()
    {
        File.WriteAllText(scratch["args.txt"], "lr_scheduler_type=\"cosine\"\nwarmup_steps=100\n");

        Assert.Equal(
            "linear(0, 3e-4, 100) then cosine(3e-4, 0, 900)\n",
            Run("convert", scratch["args.txt"], "--from", "huggingface", "--lr", "3e-4", "--steps", "1000", "--to", "spec").Output);
    }

    [Fact]
    public void What_a_form_cannot_hold_is_said()
    {
        File.WriteAllText(scratch["a.yaml"], "schedule: 1\nindex: first-update-is-0\nstages: [{to: 10, lr: 1}]\nmultipliers: {embed: 2}\n");

        Assert.Contains("no place", Run("convert", scratch["a.yaml"], "--to", "spec").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("no place", Run("convert", scratch["a.yaml"], "--to", "json").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_is_not_exact_says_so_twice()
    {
        var run = Run("export", Spec, "--to", "torchtitan");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("Not exact: the largest error is", run.Errors, StringComparison.Ordinal);
        Assert.Contains("# NOT EXACT", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_is_the_file_and_nothing_else()
    {
        var run = Run("export", Spec, "--out", scratch["schedule.py"]);
        using var json = JsonDocument.Parse(Run("export", Spec, "--json").Output);

        Assert.Empty(run.Output);
        Assert.Equal(File.ReadAllText(scratch["schedule.py"]), json.RootElement.GetProperty("text").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("maxError").GetDouble());
        Assert.Equal(File.ReadAllText(scratch["schedule.py"]), Run("export", Spec).Output);
    }

    [Fact]
    public void Lint_ends_with_seven_where_there_is_more_than_notes()
    {
        Assert.Equal(ExitCode.Ok, Run("lint", Spec).Exit);
        Assert.Equal(ExitCode.Ok, Run("lint", "warmup(3e-4, 20) then cosine(3e-4, 3e-5, 980)").Exit);

        var run = Run("lint", "warmup(3e-4, 2000) then cosine(3e-4, 3e-5, 500)");
        Assert.Equal(ExitCode.VerificationFailed, run.Exit);
        Assert.Contains("80 % of all updates", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_ends_with_seven_where_there_is_a_difference()
    {
        Assert.Equal(ExitCode.Ok, Run("diff", Spec, Spec).Exit);

        var run = Run("diff", Spec, Spec.Replace("3e-5", "2e-5", StringComparison.Ordinal));
        Assert.Equal(ExitCode.VerificationFailed, run.Exit);
        Assert.Contains("1,001 … 1,999", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.VerificationFailed, Run("diff", "constant(1e-3, 5)", "constant(1e-3, 6)").Exit);
    }

    static Invocation Run(string verb, params string[] arguments) => Invocation.Of(["schedule", verb, .. arguments]);
}
