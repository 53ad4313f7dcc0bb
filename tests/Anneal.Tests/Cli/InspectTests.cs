using System.Text.Json;
using Anneal.Cli;
using Anneal.Tests.Formats;

namespace Anneal.Tests.Cli;

public sealed class InspectTests
{
    [Fact]
    public void A_store_s_runs_and_metrics_are_listed_all_of_them()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/events.out.tfevents.1", BinaryLogs.Events(
            BinaryLogs.Event(10, ("loss", 3.5), ("lr", 0.5), ("accuracy", 0)), BinaryLogs.Event(20, ("loss", 3.25), ("accuracy", -1))));
        Write(folder, "b/events.out.tfevents.2", BinaryLogs.Events(BinaryLogs.Event(5, ("val_loss", 2))));
        Write(folder, "c/events.out.tfevents.3", BinaryLogs.Events());

        var text = Invocation.Of("inspect", folder.Path);
        var run = Invocation.Of("inspect", folder.Path, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        using var json = JsonDocument.Parse(run.Output);
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(["a", "b", "c"], runs.Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(
            ["accuracy  2 10 20 0 -1", "loss loss 2 10 20 3.5 3.25", "lr rate 1 10 10 0.5 0.5"],
            runs[0].GetProperty("metrics").EnumerateArray().Select(Line));
        Assert.Equal(["val_loss validation loss 1 5 5 2 2"], runs[1].GetProperty("metrics").EnumerateArray().Select(Line));
        Assert.Equal("TensorBoard", runs[0].GetProperty("format").GetString());
        Assert.Contains("nothing has been logged yet", runs[2].GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.Contains($"a: TensorBoard, {Path.Combine(folder.Path, "a")}\n  metric", text.Output, StringComparison.Ordinal);

        static string Line(JsonElement metric) => string.Join(' ', metric.EnumerateObject().Select(field => field.Value.ToString()));
    }

    [Fact]
    public void One_run_of_several_is_chosen_by_its_name_for_any_verb()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["base-1", "base-2", "other"])
            Write(folder, $"{name}/events.out.tfevents.1", BinaryLogs.Events(BinaryLogs.Event(0, ("loss", 3), ("lr", 0.5)), BinaryLogs.Event(9, ("loss", 2), ("lr", 0.5))));
        Write(folder, "pictures/events.out.tfevents.1", BinaryLogs.Events(BinaryLogs.Event(0, ("accuracy", 3))));

        Assert.Equal(2, Invocation.Of("inspect", folder.Path, "--run", "base*").Output.Split("TensorBoard,").Length - 1);
        var imported = Invocation.Of("import", folder.Path, "--run", "other", "--json");
        Assert.Equal("other", JsonDocument.Parse(imported.Output).RootElement.GetProperty("runs")[0].GetProperty("name").GetString());
        var wrong = Invocation.Of("import", folder.Path, "--run", "bace-1");
        Assert.Equal(ExitCode.InvalidInput, wrong.Exit);
        Assert.Contains("did you mean 'base-1'", wrong.Errors, StringComparison.Ordinal);
        // Without a choice, what is no run of training is left aside and said.
        var all = Invocation.Of("import", folder.Path);
        Assert.Equal(3, all.Output.Split("TensorBoard, 2 points").Length - 1);
        Assert.Contains("runs left aside: 1, the first because of", all.Errors, StringComparison.Ordinal);
        // A runs file names one.
        var listed = folder.Add("listed.yaml", "runs:\n  - { log: ., part: base-2 }\n");
        Assert.Contains("base-2: ", Invocation.Of("import", listed).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "inspect", "Required argument 'RUN' missing")]
    [InlineData(2, "inspect x --metric loss", "--metric")]
    [InlineData(3, "inspect missing", "missing: there is no such file or folder")]
    public void A_wrong_line_is_explained(int exit, string line, string message)
    {
        var run = Invocation.Of(line.Split(' '));

        Assert.Equal(exit, (int)run.Exit);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_read_is_listed_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var run = Invocation.Of("inspect", folder.Add("x.csv", "step,lr,loss\n"), "--json");

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Contains("nothing has been logged yet", run.Output, StringComparison.Ordinal);
    }

    static void Write(TemporaryFolder folder, string name, byte[] bytes) => File.WriteAllBytes(folder.Add(name, ""), bytes);
}
