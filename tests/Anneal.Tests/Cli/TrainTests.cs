using System.Text.Json;
using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    const string Small = """
        model: {kind: transformer, context: 8, width: 8, depth: 1, heads: 2}
        data: {kind: language, vocabulary: 16}
        schedule: wsd(1e-2, 1e-3, 4, 20, 6, linear)
        batch: 2
        evaluate: {every: 5, samples: 4}
        checkpoint: {every: 5, keep: [10]}
        """;

    readonly Scratch scratch = new();

    public TrainTests() => File.WriteAllText(scratch["run.yaml"], Small);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_run_is_trained_reported_and_read_back()
    {
        var run = Invocation.Of("train", scratch["run.yaml"], "--out", scratch["run"], "--threads", "1", "--plot", scratch["run.svg"]);

        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        Assert.Contains("20 updates", run.Output, StringComparison.Ordinal);
        Assert.Contains("no model goes below", run.Output, StringComparison.Ordinal);
        Assert.Contains("tokens/s", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(scratch["run.svg"]), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Invocation.Of("inspect", Path.Combine(scratch["run"], "log.csv")).Exit);
    }

    [Fact]
    public void Options_stand_in_place_of_the_file_and_json_says_what_came_out()
    {
        var run = Invocation.Of("train", scratch["run.yaml"], "--out", scratch["run"], "--schedule", "constant(1e-3, 6)", "--batch", "4", "--seed", "3", "--threads", "1", "--json");

        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(6, result.RootElement.GetProperty("steps").GetInt32());
        Assert.Equal(6 * 4 * 8, result.RootElement.GetProperty("tokens").GetInt32());
        var config = File.ReadAllText(Path.Combine(scratch["run"], "config.yaml"));
        Assert.Contains("seed: 3", config, StringComparison.Ordinal);
        Assert.Contains("batch: 4", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constant(1e-3, 1)")]
    [InlineData("constant(0, 6)")]
    public void A_run_without_a_curve_is_trained_all_the_same(string schedule)
    {
        var run = Invocation.Of("train", scratch["run.yaml"], "--schedule", schedule, "--out", scratch["run"], "--threads", "1");

        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        Assert.Contains("held-out loss", run.Output, StringComparison.Ordinal);
        Assert.Contains("no curve", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_saves_says_how_to_go_on_and_the_rest_is_as_if_nothing_had_been()
    {
        Invocation.Of("train", scratch["run.yaml"], "--out", scratch["whole"], "--threads", "1");
        using var stop = new CancellationTokenSource();
        var clock = new Stepping(stop, 12);

        var first = Invocation.Of(terminal => terminal with { Interrupt = stop.Token, Clock = clock }, "train", scratch["run.yaml"], "--out", scratch["parts"], "--threads", "1");
        var again = Invocation.Of("train", "--resume", "--out", scratch["parts"], "--threads", "2");

        Assert.Equal(ExitCode.Interrupted, first.Exit);
        Assert.Contains("anneal train --resume --out", first.Errors, StringComparison.Ordinal);
        Assert.True(again.Exit == ExitCode.Ok, again.Errors);
        foreach (var file in (string[])["log.csv", "latest.checkpoint", "config.yaml", "run.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(scratch["whole"], file)), File.ReadAllBytes(Path.Combine(scratch["parts"], file)));
    }

    [Fact]
    public void A_branch_cools_down_from_a_kept_checkpoint()
    {
        Invocation.Of("train", scratch["run.yaml"], "--out", scratch["trunk"], "--threads", "1");

        var run = Invocation.Of("train", "--from", Path.Combine(scratch["trunk"], "step-10.checkpoint"), "--schedule", "linear(1e-2, 0, 5)", "--out", scratch["branch"], "--threads", "1", "--json");

        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal((10, 15), (result.RootElement.GetProperty("from").GetInt32(), result.RootElement.GetProperty("steps").GetInt32()));
    }

    [Fact]
    public void A_dry_run_shows_what_would_be_and_writes_nothing_but_the_plot()
    {
        var run = Invocation.Of("train", scratch["run.yaml"], "--dry-run", "--plot", scratch["plan.svg"], "--threads", "1");

        Assert.True(run.Exit == ExitCode.Ok, run.Errors);
        Assert.Contains("parameters", run.Output, StringComparison.Ordinal);
        Assert.Contains("320", run.Output, StringComparison.Ordinal);
        Assert.Contains("about", run.Output, StringComparison.Ordinal);
        Assert.Equal(["plan.svg", "run.yaml"], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_that_diverges_says_where_and_what_is_left()
    {
        var run = Invocation.Of("train", scratch["run.yaml"], "--schedule", "constant(1e-2, 10) then constant(1e38, 10)", "--out", scratch["run"], "--threads", "1");

        Assert.Equal(ExitCode.Failure, run.Exit);
        Assert.Contains("1e38", run.Errors, StringComparison.Ordinal);
        Assert.Contains("latest.checkpoint", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_run_that_stopped_before_its_first_checkpoint_is_not_sent_round_in_a_circle()
    {
        Invocation.Of("train", scratch["run.yaml"], "--schedule", "constant(1e38, 20)", "--out", scratch["run"], "--threads", "1");

        var again = Invocation.Of("train", scratch["run.yaml"], "--out", scratch["run"], "--threads", "1");
        var resumed = Invocation.Of("train", "--resume", "--out", scratch["run"], "--threads", "1");

        Assert.Equal((ExitCode.InvalidInput, ExitCode.InvalidInput), (again.Exit, resumed.Exit));
        Assert.Contains("name another folder", again.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", again.Errors, StringComparison.Ordinal);
        Assert.Contains("another folder", resumed.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train run.yaml")]
    [InlineData("train run.yaml --out run --resume --from x")]
    [InlineData("train --from x --out run")]
    [InlineData("train run.yaml --out= --threads 1")]
    [InlineData("train run.yaml --from x --out run --schedule constant(1e-3,5)")]
    [InlineData("train run.yaml --out run --steps 0")]
    [InlineData("train run.yaml --out run --threads 0")]
    public void A_wrong_line_exits_2(string line) => Ends(ExitCode.Usage, line);

    [Theory]
    [InlineData("train none.yaml --out run")]
    [InlineData("train --data language --schedule constant(1e-3,5) --out run")]
    [InlineData("train run.yaml --out run --model transfomer-tiny")]
    [InlineData("train run.yaml --out run --data text:none.txt")]
    [InlineData("train run.yaml --out run --steps 21")]
    [InlineData("train --out run --resume")]
    [InlineData("train --from run.yaml --out run --schedule constant(1e-3,5)")]
    public void Unusable_input_exits_3(string line) => Ends(ExitCode.InvalidInput, line);

    void Ends(ExitCode exit, string line)
    {
        var words = line.Split(' ').Select(word => word is "run.yaml" or "none.yaml" or "run" or "x" ? scratch[word] : word);
        var run = Invocation.Of([.. words]);

        Assert.True(exit == run.Exit, $"{run.Exit}: {run.Errors}{run.Output}");
        Assert.Empty(run.Output);
        Assert.Matches("[.?)]\n", run.Errors);
        Assert.False(Directory.Exists(scratch["run"]));
    }

    /// <summary>A clock in which each look takes a second, and Ctrl-C at a look.</summary>
    sealed class Stepping(CancellationTokenSource stop, int last) : TimeProvider
    {
        long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            if (++looks == last) stop.Cancel();
            return looks;
        }
    }
}
