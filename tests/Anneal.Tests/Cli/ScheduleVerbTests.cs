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

    [Theory]
    [InlineData("s.yaml", "schedule: 1\nindex: first-update-is-0\nstages:\n  - {to: 100, shape: linear, lr: 1e-3}\n", "s.yaml: stages[0]: ")]
    [InlineData("s.csv", "step,lr\n0,1e-3\n1,nan\n2,1e-3\n", "s.csv:3: ")]
    public void What_a_file_does_not_say_is_said_with_its_name(string name, string text, string where)
    {
        File.WriteAllText(scratch[name], text);
        var converted = Invocation.Of("schedule", "convert", scratch[name], "--to", "spec");
        Assert.Equal(ExitCode.InvalidInput, converted.Exit);
        Assert.Contains(where, converted.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_is_read_back_row_by_row()
    {
        // Logs of more than 524,288 rows are joined in pairs; a schedule's table must not be.
        var written = new Linear(1e-3, 1e-4, 600_000);
        using (var table = new StreamWriter(scratch["long.csv"])) ScheduleFile.Write(written, table);

        Assert.Equal(written.ToArray(), ScheduleFile.Read(scratch["long.csv"]).ToArray());
    }

    [Fact]
    public void A_rate_in_per_cent_is_the_decimal_number_that_is_meant()
    {
        File.WriteAllText(scratch["s.yaml"], "schedule: 1\nindex: first-update-is-0\npeak: 6e-4\nstages:\n  - {to: 10, shape: constant, lr: 5%}\n");
        Assert.Equal("constant(3e-5, 10)\n", Invocation.Of("schedule", "convert", scratch["s.yaml"], "--to", "spec").Output);
    }

    [Fact]
    public void A_log_of_multiples_a_piped_one_and_one_of_its_own_pattern_are_compared()
    {
        const string Plan = "wsd(3e-4, 0, 1, 100, 50, linear)";
        static string Lines(Func<int, string> line) => string.Concat(Enumerable.Range(0, 100).Select(t => line(t) + "\n"));
        static double Share(int t) => t < 50 ? 1 : (100 - t) / 50.0;
        File.WriteAllText(scratch["nanochat.log"], Lines(t => FormattableString.Invariant($"step {t:00000}/00100 ({t}.00%) | loss: {9 - (0.01 * t):F6} | lrm: {Share(t):F2} | dt: 512.34ms | tok/sec: 1,023")));
        File.WriteAllText(scratch["own.log"], Lines(t => FormattableString.Invariant($"[it {t}] eta {3e-4 * Share(t):E6} L {9 - (0.01 * t):F4}")));
        var csv = System.Text.Encoding.UTF8.GetBytes("step,lr,loss\n" + Lines(t => FormattableString.Invariant($"{t},{3e-4 * Share(t):R},{9 - (0.01 * t)}")));

        var multiples = Invocation.Of("verify-lr", scratch["nanochat.log"], "--schedule", Plan);
        var own = Invocation.Of("verify-lr", scratch["own.log"], "--schedule", Plan, "--pattern", @"it (?<step>\d+)\] eta (?<lr>\S+)", "--offset", "auto");
        var piped = Invocation.Of(terminal => terminal with { In = () => new MemoryStream(csv) }, "verify-lr", "-", "--schedule", Plan);
        Assert.All((Invocation[])[multiples, own, piped], run => Assert.True(run.Exit == ExitCode.Ok, run.Output + run.Errors));
        Assert.Equal(ExitCode.VerificationFailed, Invocation.Of("verify-lr", scratch["nanochat.log"], "--schedule", "cosine(3e-4, 0, 100)").Exit);
    }

    [Fact]
    public void A_console_log_that_begins_with_a_bracket_is_not_called_a_list()
    {
        File.WriteAllText(scratch["own.log"], "[12:00:01] it 0 L 9.1\n[12:00:02] it 1 L 9.0\n");
        Assert.DoesNotContain("JSON", Invocation.Of("import", scratch["own.log"]).Errors, StringComparison.Ordinal);
    }
}
