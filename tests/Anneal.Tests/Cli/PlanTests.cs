using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Cli;

public sealed class PlanTests
{
    [Fact]
    public void Schedules_parse_and_branches_agree_with_their_trunk()
    {
        var runs = Json("plan --peak 3e-4 --target-steps 72000").GetProperty("runs").EnumerateArray().ToArray();
        var rates = runs.ToDictionary(Name, run => ScheduleNotation.Parse(run.GetProperty("schedule").GetString()!).ToArray());

        Assert.InRange(runs.Length, 2, 3);
        Assert.All(runs, run =>
        {
            var branch = run.GetProperty("branchStep").GetInt32();
            Assert.Equal(run.GetProperty("newSteps").GetInt32(), rates[Name(run)].Length - branch);
            if (run.GetProperty("trunk").GetString() is { } trunk) Assert.Equal(rates[trunk][..branch], rates[Name(run)][..branch]);
        });
    }

    [Fact]
    public void The_fit_line_is_one_that_anneal_understands()
    {
        var words = Json("plan --peak 1e-3 --target-steps 20000").GetProperty("fit").GetString()!.Split(' ');

        var line = CommandTree.Build(new GlobalOptions(), 100).Parse(words[1..]);

        Assert.Equal("anneal", words[0]);
        Assert.Equal("fit", line.CommandResult.Command.Name);
        Assert.Empty(line.Errors);
        Assert.Empty(UsageReport.UnknownOptions(line));
    }

    [Fact]
    public void The_runs_file_reads_the_logs_that_it_asks_for()
    {
        using var scratch = new Scratch();
        var plan = Json($"plan --peak 1e-3 --target-steps 20000 --out {scratch["runs.yaml"]}");
        foreach (var run in plan.GetProperty("runs").EnumerateArray())
        {
            // A branch logs its own part only.
            var (first, last) = (run.GetProperty("branchStep").GetInt32() + 50, ScheduleNotation.Parse(run.GetProperty("schedule").GetString()!).Steps);
            File.WriteAllLines(
                scratch[run.GetProperty("log").GetString()!],
                ["step,loss", .. Enumerable.Range(0, (last - first) / 50).Select(i => $"{first + (50 * i)},{3 + (1.0 / (i + 1)):F4}")]);
        }

        var read = Runs.Read([scratch["runs.yaml"]]).Runs;

        Assert.Equal(plan.GetProperty("runs").EnumerateArray().Select(Name), read.Select(run => run.Name));
        Assert.All(read, run => Assert.InRange(run.Path.Steps, run.Curve.Steps[^1] + 1, 20_000));
        Assert.Contains(read, run => run.BranchStep > 0);
        Assert.Equal(plan.GetProperty("runsFile").GetString(), File.ReadAllText(scratch["runs.yaml"]));
    }

    [Fact]
    public void It_says_what_to_expect_and_what_it_costs()
    {
        var plan = Json("plan --peak 3e-4 --target-steps 72000 --budget 40000");

        Assert.InRange(plan.GetProperty("share").GetDouble(), 0.4, 40_000 / 72_000.0);
        Assert.InRange(plan.GetProperty("expected").GetProperty("halfWidth").GetDouble(), 0.001, 0.05);
        Assert.Equal(0.9, plan.GetProperty("expected").GetProperty("level").GetDouble());
        Assert.Equal(72_000, ScheduleNotation.Parse(plan.GetProperty("expected").GetProperty("schedule").GetString()!).Steps);
        Assert.True(plan.GetProperty("logEvery").GetInt32() > 0);
    }

    [Fact]
    public void People_get_the_runs_the_checkpoints_and_the_line_to_type()
    {
        var run = Invocation.Of("plan", "--peak", "3e-4", "--target-steps", "72000");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("anneal fit runs.yaml --out fit.json", run.Output, StringComparison.Ordinal);
        Assert.Contains("checkpoints after", run.Output, StringComparison.Ordinal);
        Assert.Contains("two-stage", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan --peak 3e-4", "Usage")]
    [InlineData("plan --peak -1 --target-steps 1000", "Usage")]
    [InlineData("plan --peak 3e-4 --target-steps 72000 --budget 100", "Infeasible")]
    [InlineData("plan --peak 3e-4 --target-steps 72000 --warmup 72000", "Infeasible")]
    [InlineData("plan --peak 3e-4 --target-steps 10", "Infeasible")]
    public void What_cannot_be_planned_is_refused(string line, string exit)
    {
        var run = Invocation.Of(line.Split(' '));

        Assert.Equal(exit, run.Exit.ToString());
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Errors);
    }

    static string Name(JsonElement run) => run.GetProperty("name").GetString()!;

    static JsonElement Json(string line)
    {
        var run = Invocation.Of([.. line.Split(' '), "--json"]);
        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
