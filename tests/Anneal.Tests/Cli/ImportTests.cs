using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Tests.Formats;

namespace Anneal.Tests.Cli;

public sealed class ImportTests
{
    [Fact]
    public void A_log_becomes_the_canonical_table_and_a_report()
    {
        using var folder = new TemporaryFolder();
        var (log, table) = (folder.Add("train.log", Samples.Megatron), Path.Combine(folder.Path, "run.csv"));
        var run = Invocation.Of("import", log, "--metric", "lm loss", "--out", table);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains($"train: {log} → {table}\n  Megatron-LM, 3 points of 'lm loss' at steps 99 to 399.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  offset −1, by the convention of Megatron-LM: the loss in a row labelled s is that of index s − 1, its rate that of index s, counting updates from 0.\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("  rates are those of the log", run.Output, StringComparison.Ordinal);
        // Index 99 lies before the first logged rate, that of index 100, on the warm-up's line.
        Assert.StartsWith("step,lr,loss\n99,9.9", File.ReadAllText(table), StringComparison.Ordinal);
        var again = Runs.Read([table]).Runs[0];
        Assert.Equal([99, 299, 399], again.Curve.Steps.ToArray());
        Assert.Equal(2.99e-5, again.Schedule[299], 1e-18);
    }

    [Fact]
    public void A_log_without_rates_is_converted_without_them_and_cannot_be_fitted()
    {
        using var folder = new TemporaryFolder();
        var (log, table) = (folder.Add("bare.csv", "step,loss\n10,3.5\n20,3.25\n"), Path.Combine(folder.Path, "run.csv"));
        var run = Invocation.Of("import", log, "--out", table);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("the log has no rates", run.Output, StringComparison.Ordinal);
        Assert.Equal("step,lr,loss\n10,,3.5\n20,,3.25\n", File.ReadAllText(table));
        Assert.Equal(ExitCode.InvalidInput, Invocation.Of("fit", log).Exit);
    }

    [Fact]
    public void Following_that_is_stopped_says_how_many_tables_were_written()
    {
        using var folder = new TemporaryFolder();
        var (log, table) = (folder.Add("train.csv", "step,lr,loss\n10,1e-3,3.5\n20,1e-3,3.25\n"), Path.Combine(folder.Path, "run.csv"));
        using var stop = new CancellationTokenSource();
        var run = Invocation.Of(
            terminal => terminal with { Interrupt = stop.Token, Out = new Stopping(terminal.Out, "rates are those of the log", stop) },
            "import", log, "--out", table, "--follow", "--every", "0.05", "--quiet");

        Assert.Equal((ExitCode.Interrupted, "Interrupted after 1 table.\n"), (run.Exit, run.Errors));
        Assert.True(File.Exists(table));
    }

    [Fact]
    public void Several_runs_become_a_folder_of_tables()
    {
        using var folder = new TemporaryFolder();
        var (chart, tables) = (folder.Add("chart.csv", Samples.WandbChart), Path.Combine(folder.Path, "out"));
        var run = Invocation.Of("import", chart, "--schedule", "constant(1e-3, 100)", "--out", tables);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Equal(["brisk---pond.csv", "calm-sea.csv"], Directory.GetFiles(tables).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("step,lr,train_loss\n9,0.001,4.25\n29,0.001,3.75\n", File.ReadAllText(Path.Combine(tables, "calm-sea.csv")));
    }

    [Fact]
    public void The_report_in_JSON_has_its_fields()
    {
        using var folder = new TemporaryFolder();
        var run = Invocation.Of("import", folder.Add("x.log", Samples.NanoGpt), "--metric", "loss", "--schedule", "constant(1e-3, 100)", "--offset", "+1", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var report = json.RootElement.GetProperty("runs")[0];
        Assert.Equal("nanoGPT", report.GetProperty("format").GetString());
        Assert.Equal((1, true), (report.GetProperty("offset").GetInt32(), report.GetProperty("offsetGiven").GetBoolean()));
        Assert.Equal("given", report.GetProperty("rateSource").GetString());
        Assert.Equal((1, 21), (report.GetProperty("firstStep").GetInt32(), report.GetProperty("lastStep").GetInt32()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("out").ValueKind);
    }

    [Fact]
    public void Coarse_rates_are_rebuilt_from_the_schedule_that_they_agree_with()
    {
        using var folder = new TemporaryFolder();
        // A linear warm-up of 100 updates whose rates have two digits, as %.1e writes them.
        var log = folder.Add("x.csv", "step,lr,loss\n" + string.Concat(Enumerable.Range(0, 100).Select(t =>
            FormattableString.Invariant($"{t},{1e-3 * t / 99:0.0e-00},{3 - (0.01 * t)}\n"))));
        var table = Path.Combine(folder.Path, "run.csv");
        var right = Invocation.Of("import", log, "--schedule", "warmup(1e-3, 100)", "--out", table);
        var wrong = Invocation.Of("import", log, "--schedule", "warmup(1e-3, 50) then constant(1e-3, 50)");

        Assert.Contains("rates are rebuilt from the given schedule; the coarse ones of the log agree with it", right.Output, StringComparison.Ordinal);
        Assert.Equal(1e-3 * 31 / 99, Runs.Read([table]).Runs[0].Schedule[31], 1e-15);
        Assert.Equal(ExitCode.InvalidInput, wrong.Exit);
        Assert.Contains("at step 1, the first that is off by more than 0.5 % of the peak, the log has 1E-05", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("no more than 2 significant digits", Invocation.Of("import", log).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "torchtitn", "No log format is called 'torchtitn'; did you mean 'torchtitan'?")]
    [InlineData("--offset", "2", "--offset wants auto, 0, -1 or +1, not '2'")]
    [InlineData("--pattern", "(", "is no regular expression")]
    [InlineData("--schedule", "nothing", "is neither a file nor a schedule")]
    public void A_wrong_option_is_explained(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var run = Invocation.Of("import", folder.Add("x.csv", "step,lr,loss\n0,0.1,3\n1,0.1,2\n"), option, value);

        Assert.NotEqual(ExitCode.Ok, run.Exit);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_is_never_written_over()
    {
        using var folder = new TemporaryFolder();
        const string Text = "step,lr,loss\n0,0.1,3\n1,0.1,2\n";
        var log = folder.Add("x.csv", Text);

        Assert.Contains("this is a log that is being imported", Invocation.Of("import", log, "--out", log).Errors, StringComparison.Ordinal);
        Assert.Contains("this is a log that is being imported", Invocation.Of("import", log, "--out", folder.Path).Errors, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(log));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_format_that_is_named_is_not_guessed()
    {
        using var folder = new TemporaryFolder();
        var log = folder.Add("x.log", Samples.Nemo);
        var named = Invocation.Of("import", log, "--format", "key-value", "--metric", "reduced_train_loss");

        Assert.Contains("key=value, 4 points of 'reduced_train_loss' at steps 0 to 3", named.Output, StringComparison.Ordinal);
    }
}
