using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class RunsTests
{
    const string Validation = "step,lr,train_loss,val_loss\n0,0.1,4,5\n1,0.1,3,4\n";
    const string Training = "step,lr,train_loss\n0,0.1,4\n1,0.1,3\n";
    const string Plain = "step,lr,loss,train_loss\n0,0.1,4.5,4\n1,0.1,3.5,3\n";

    [Fact]
    public void The_metric_is_one_that_every_run_has_and_is_said()
    {
        using var folder = new TemporaryFolder();
        var (both, training, plain) = (folder.Add("a.csv", Validation), folder.Add("b.csv", Training), folder.Add("c.csv", Plain));

        Assert.Equal("val_loss", Runs.Read([both]).Metric);
        Assert.Equal("loss", Runs.Read([plain]).Metric);
        Assert.Equal("train_loss", Runs.Read([both, training, plain]).Metric);
        Assert.Equal("the metric is val_loss (--metric chooses; there is also train_loss)", Runs.Read([both]).Notes[0]);
        Assert.Equal("train_loss", Runs.Read([both], new() { Settings = new() { Metric = "train/loss" } }).Metric);
    }

    [Fact]
    public void Runs_without_a_common_metric_are_an_error_unless_mixing_is_allowed()
    {
        using var folder = new TemporaryFolder();
        var (a, b) = (folder.Add("a.csv", "step,lr,val_loss\n0,0.1,5\n1,0.1,4\n"), folder.Add("b.csv", Training));

        Assert.StartsWith($"{b}:1: there is no val_loss as in {a}", Assert.Throws<InputException>(() => Runs.Read([a, b])).Message);
        Assert.Equal(["val_loss", "train_loss"], Runs.Read([a, b], new() { AllowMixed = true }).Runs.Select(run => run.Metric));
    }

    [Theory]
    [InlineData("batch_size: 256", "batch_size: 512", "The runs mix batch sizes: a has batch_size 256, b has 512")]
    [InlineData("tokens_per_step: 1e5", "tokens_per_step: 2e5", "The runs mix tokens per step: a has tokens_per_step 100000, b has 200000")]
    [InlineData("loss_unit: nats", "loss_unit: bits", "The runs mix loss units")]
    [InlineData("optimizer: adamw", "optimizer: muon", "The runs mix optimisers")]
    [InlineData("metric: val_loss", "metric: train_loss", "The runs mix metrics: a has metric val_loss, b has train_loss")]
    public void Runs_that_do_not_belong_together_are_an_error_unless_mixing_is_allowed(string first, string second, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Validation);
        folder.Add("b.csv", Validation);
        var runs = folder.Add("runs.yaml", $"runs:\n- {{ log: a.csv, {first} }}\n- {{ log: b.csv, {second} }}\n");

        Assert.StartsWith(message, Assert.Throws<InputException>(() => Runs.Read([runs])).Message);
        Assert.Equal(2, Runs.Read([runs], new() { AllowMixed = true }).Runs.Length);
    }

    [Fact]
    public void Folders_patterns_and_files_name_the_same_logs()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["x/b.csv", "x/a.csv", "x/deep/c.jsonl", "x/deep/deeper/d.csv", "x/.hidden.csv"])
            folder.Add(name, name.EndsWith('l') ? "{\"step\":0,\"lr\":0.1,\"loss\":3}\n{\"step\":1,\"lr\":0.1,\"loss\":3}\n" : Plain);
        folder.Add("x/README.md", "step by step");

        Assert.Equal(["a", "b", "c"], Names(Runs.Read([Path.Combine(folder.Path, "x")])));
        Assert.Equal(["a", "b"], Names(Runs.Read([Path.Combine(folder.Path, "x", "*")])));
        Assert.Equal(["c"], Names(Runs.Read([Path.Combine(folder.Path, "?", "d*p", "*.jsonl")])));
        Assert.Equal(["a", "b", "d"], Names(Runs.Read([Path.Combine(folder.Path, "**", "*.csv")])));
        Assert.Equal(["b", "a"], Names(Runs.Read([Path.Combine(folder.Path, "x", "b.csv"), Path.Combine(folder.Path, "x", "*.csv")])));
        Assert.Contains(Runs.Read([Path.Combine(folder.Path, "x")]).Notes, note => note.Contains("files left aside as no logs: 1, the first"));
    }

    [Fact]
    public void Links_in_a_folder_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes links for administrators only.");
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        folder.Add("a.csv", Plain);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "file.csv"), outside.Add("b.csv", Plain));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "sub"), outside.Path);

        Assert.Equal(["a"], Names(Runs.Read([folder.Path])));
    }

    [Fact]
    public void A_folder_with_a_runs_file_is_read_as_it_says()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Plain);
        folder.Add("b.csv", Plain);
        folder.Add("runs.yaml", "runs:\n- { log: b.csv, name: only }\n");

        Assert.Equal(["only"], Names(Runs.Read([folder.Path])));
    }

    [Fact]
    public void Files_of_the_same_name_are_told_apart_by_their_folders()
    {
        using var folder = new TemporaryFolder();
        var (a, b) = (folder.Add("p/run.csv", Plain), folder.Add("q/run.csv", Plain));

        Assert.Equal(["p/run", "q/run"], Names(Runs.Read([a, b])));
    }

    [Fact]
    public void The_command_line_goes_before_the_runs_file()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Validation);
        var runs = folder.Add("runs.yaml", "log: a.csv\nmetric: val_loss\nwindow: 5\n");
        var run = Runs.Read([runs], new() { Settings = new() { Metric = "train_loss" } }).Runs[0];

        Assert.Equal(("train_loss", 5), (run.Metric, run.Window));
    }

    [Fact]
    public void Progress_is_told_as_a_large_log_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("big.csv", "step,lr,loss\n" + string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i},0.0003,3.25\n")));
        var told = new List<ReadProgress>();
        var run = Runs.Read([path], progress: new Listener(told)).Runs[0];

        Assert.Equal(400_000, run.Curve.Count);
        Assert.NotEmpty(told);
        Assert.All(told, report => Assert.Equal((path, new FileInfo(path).Length), (report.Path, report.Length)));
        Assert.Equal(told.Select(report => report.Bytes).Order(), told.Select(report => report.Bytes));
    }

    [Fact]
    public async Task A_pipe_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        using var folder = new TemporaryFolder();
        var pipe = Path.Combine(folder.Path, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe])) make.WaitForExit();
        var writing = Task.Run(() => File.WriteAllText(pipe, Plain), TestContext.Current.CancellationToken);

        Assert.Equal(2, Runs.Read([pipe]).Runs[0].Curve.Count);
        await writing;
    }

    [Fact]
    public void Every_public_curve_is_read_without_a_fault()
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var set = Runs.Read([SharedCurves.Folder!]);

        var expected = Directory.EnumerateFiles(SharedCurves.Folder!, "*.csv", SearchOption.AllDirectories).Count() - 1;
        Assert.Equal(expected, set.Runs.Length);
        Assert.Equal("loss", set.Metric);
        Assert.All(set.Reports, report => Assert.Empty(report.Dropped));
        Assert.All(set.Runs, run => Assert.Equal(File.ReadLines(run.Source!).Count() - 1, run.Curve.Count));
        Assert.Equal(set.Runs.Length, set.Runs.Select(run => run.Name).Distinct().Count());
    }

    static IEnumerable<string> Names(RunSet set) => set.Runs.Select(run => run.Name);

    sealed class Listener(List<ReadProgress> told) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => told.Add(value);
    }
}
