using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Cli;

public sealed class RemainTests : IClassFixture<OptimizeTests.FittedDemo>, IDisposable
{
    const string Plan = "warmup(3e-4, 2000) then constant(3e-4, 18000) then linear(3e-4, 3e-5, 4000)";
    const int Cut = 12000;

    readonly Scratch scratch = new();
    readonly string fit, run;
    readonly double measured;

    public RemainTests(OptimizeTests.FittedDemo demo)
    {
        fit = demo.Fit;
        run = scratch["now.csv"];
        var rows = File.ReadAllLines(Path.Combine(ArchitectureTests.Root, "data", "simulated", "wsd-linear.csv"));
        File.WriteAllLines(run, rows.Where((row, i) => i == 0 || Step(row) < Cut));
        measured = double.Parse(rows[^1].Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => scratch.Dispose();

    static int Step(string row) => int.Parse(row.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

    static JsonElement Json(params string[] args)
    {
        var ran = Invocation.Of([.. args, "--json"]);
        Assert.True(ran.Exit == ExitCode.Ok, ran.Errors);
        using var document = JsonDocument.Parse(ran.Output);
        return document.RootElement.Clone();
    }

    static JsonElement Option(JsonElement result, string name) =>
        result.GetProperty("options").EnumerateArray().Single(option => option.GetProperty("name").GetString() == name);

    [Fact]
    public void The_end_of_the_plan_lies_in_the_interval_that_the_beginning_gives()
    {
        var keep = Option(Json("remain", run, "--fit", fit, "--schedule", Plan), "keep-plan");
        Assert.InRange(measured, keep.GetProperty("lower").GetDouble(), keep.GetProperty("upper").GetDouble());
        Assert.Equal(24000, keep.GetProperty("steps").GetInt32());
    }

    [Fact]
    public void The_best_rest_is_written_with_the_past_before_it()
    {
        var (table, picture) = (scratch["rest.csv"], scratch["rest.svg"]);
        var result = Json("remain", run, "--fit", fit, "--schedule", Plan, "--out", table, "--plot", picture, "--extend", "48000");
        var rates = ScheduleFile.Read(table).ToArray();

        Assert.Equal(24000, rates.Length);
        Assert.All(rates[2000..Cut], rate => Assert.Equal(3e-4, rate, 1e-12));
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
        var best = Option(result, result.GetProperty("best").GetString()!).GetProperty("loss").GetDouble();
        Assert.All(
            result.GetProperty("options").EnumerateArray().Where(option => option.GetProperty("steps").GetInt32() == 24000),
            option => Assert.True(option.GetProperty("loss").GetDouble() >= best));
        Assert.Equal(48000, Option(result, "extend").GetProperty("steps").GetInt32());
        Assert.True(Option(result, "extend").GetProperty("loss").GetDouble() < best);
    }

    [Fact]
    public void A_log_with_a_restart_gives_the_same_answer_as_the_whole_one()
    {
        var rows = File.ReadAllLines(run);
        var restarted = scratch["restarted.csv"];
        // Trained to the middle, taken up again from an earlier checkpoint: the rows between stand twice.
        File.WriteAllLines(restarted, [.. rows[..(rows.Length / 2)], .. rows[(rows.Length / 3)..]]);
        string Answer(string log) => JsonSerializer.Serialize(Json("remain", log, "--fit", fit, "--schedule", Plan).GetProperty("options"));
        Assert.Equal(Answer(run), Answer(restarted));
    }

    [Fact]
    public void Without_a_plan_the_rate_is_held_and_the_end_must_be_said()
    {
        var missing = Invocation.Of("remain", run, "--fit", fit);
        Assert.Equal(ExitCode.Usage, missing.Exit);
        Assert.Contains("--steps N", missing.Errors, StringComparison.Ordinal);
        var held = Option(Json("remain", run, "--fit", fit, "--steps", "24000"), "keep-plan").GetProperty("schedule").GetString();
        Assert.All(ScheduleNotation.Parse(held!).ToArray(), rate => Assert.Equal(3e-4, rate, 1e-12));
    }

    [Fact]
    public void An_end_that_has_passed_is_infeasible() =>
        Assert.Equal(ExitCode.Infeasible, Invocation.Of("remain", run, "--fit", fit, "--steps", "5000").Exit);

    [Fact]
    public void A_log_is_not_written_over_nor_two_files_into_one()
    {
        var before = File.ReadAllBytes(run);
        string[] asked = ["remain", run, "--fit", fit, "--steps", "24000"];
        Assert.Equal(ExitCode.InvalidInput, Invocation.Of([.. asked, "--out", run]).Exit);
        Assert.Equal(ExitCode.InvalidInput, Invocation.Of([.. asked, "--plot", run]).Exit);
        Assert.Equal(ExitCode.InvalidInput, Invocation.Of("fit", scratch.Folder, "--out", run).Exit);
        Assert.Equal(ExitCode.InvalidInput, Invocation.Of("verify-lr", run, "--schedule", Plan, "--plot", run).Exit);
        Assert.Equal(before, File.ReadAllBytes(run));

        var both = Invocation.Of([.. asked, "--out", scratch["rest"], "--plot", scratch["rest"]]);
        Assert.Equal(ExitCode.InvalidInput, both.Exit);
        Assert.Contains("--out and --plot name the same file", both.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_holds_the_rate_is_written_as_one_segment()
    {
        var held = Option(Json("remain", run, "--fit", fit, "--schedule", "warmup(3e-4, 2000) then constant(3e-4, 22000)"), "keep-plan");
        Assert.Equal("warmup(3e-4, 2000) then constant(3e-4, 22000)", held.GetProperty("schedule").GetString());
    }

    [Fact]
    public void A_rate_that_only_rises_begins_no_decay()
    {
        // The floor is the rate in force, so that nothing may fall.
        var held = Option(Json("remain", run, "--fit", fit, "--steps", "24000", "--floor", "3e-4"), "optimal");
        Assert.Equal(JsonValueKind.Null, held.GetProperty("decayStart").ValueKind);
    }

    [Fact]
    public void A_target_without_a_finite_loss_gets_no_advice()
    {
        var advised = Invocation.Of("advise", fit, "--schedule", "constant(0, 1000)", "--budget", "1000");
        Assert.Equal(ExitCode.InvalidInput, advised.Exit);
        Assert.Contains("no finite loss", advised.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Watching_waits_for_enough_rows_to_fit_and_does_not_call_a_floor_the_end()
    {
        var log = scratch["begun.csv"];
        File.WriteAllText(log, "step,lr,loss\n0,1e-7,9\n100,1e-5,8\n");
        using var stop = new CancellationTokenSource();
        var watched = Invocation.Of(
            terminal => terminal with { Interrupt = stop.Token, Error = new Stopping(terminal.Error, "Waiting: No run has rows that count", stop) },
            "watch", log, "--steps", "24000", "--every", "0.05", "--warmup", "0");
        Assert.Equal(ExitCode.Interrupted, watched.Exit);
        Assert.Contains("Waiting: No run has rows that count", watched.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Watching_that_is_stopped_says_how_many_lines_were_written()
    {
        using var stop = new CancellationTokenSource();
        var watched = Invocation.Of(
            terminal => terminal with { Interrupt = stop.Token, Out = new Stopping(terminal.Out, "best decay start", stop) },
            "watch", run, "--fit", fit, "--schedule", Plan, "--every", "0.05", "--quiet");
        Assert.Equal((ExitCode.Interrupted, "Interrupted after 1 line.\n"), (watched.Exit, watched.Errors));
    }

    [Fact]
    public void Watching_a_log_gives_a_line_for_what_is_there()
    {
        var watched = Invocation.Of("watch", run, "--fit", fit, "--schedule", Plan, "--refreshes", "1", "--every", "0.05", "--json");
        Assert.Equal(ExitCode.Ok, watched.Exit);
        using var line = JsonDocument.Parse(watched.Output);
        Assert.InRange(line.RootElement.GetProperty("bestDecayStart").GetInt32(), Cut, 24000);
        Assert.InRange(line.RootElement.GetProperty("step").GetInt32(), Cut - 300, Cut - 1);
    }

    [Fact]
    public void Advice_names_runs_within_the_budget_the_most_telling_first()
    {
        var runs = Json("advise", fit, "--schedule", "wsd(3e-4, 3e-5, 2000, 96000, 20000, linear)", "--budget", "12000");
        var widths = runs.GetProperty("runs").EnumerateArray().Select(item => item.GetProperty("halfWidth").GetDouble()).ToArray();
        Assert.Equal(widths.Order(), widths);
        Assert.All(runs.GetProperty("runs").EnumerateArray(), item => Assert.InRange(item.GetProperty("steps").GetInt32(), 100, 12000));
        Assert.True(widths[0] < runs.GetProperty("halfWidthNow").GetDouble());
        Assert.True(widths.Distinct().Count() > 1);
        Assert.All(widths, width => Assert.InRange(width, 0, runs.GetProperty("halfWidthNow").GetDouble() * (1 + 1e-9)));
    }

    [Fact]
    public void Transfer_shows_each_theory_beside_the_other()
    {
        var transfers = Json("transfer", "--from-steps", "24000", "--to-steps", "96000", "--shape", "linear", "--peak", "3e-4", "--source", "0.5", "--capacity", "1.5")
            .GetProperty("transfers").EnumerateArray().ToArray();
        Assert.Equal(0.5, transfers[0].GetProperty("factor").GetDouble(), 1e-3);
        Assert.Equal(1.5e-4, transfers[0].GetProperty("peak").GetDouble(), 1e-6);
        // α = min(1.5, 2), ν = (0.5 − 1 + 2/3)/(0.5 + 2/3) = 1/7.
        Assert.Equal(Math.Pow(4, -1.0 / 7), transfers[1].GetProperty("factor").GetDouble(), 1e-9);
    }
}
