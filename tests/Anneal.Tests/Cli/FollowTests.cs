using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Tests.Formats;

namespace Anneal.Tests.Cli;

public sealed class FollowTests
{
    // A line is appended each time that the command has said something, so that no time passes in vain.
    [Fact]
    public void A_growing_log_is_imported_again_each_time_it_has_grown()
    {
        using var folder = new TemporaryFolder();
        var (log, table) = (folder.Add("run.csv", "step,lr,loss\n"), Path.Combine(folder.Path, "out.csv"));
        var step = 0;
        void Grow() => File.AppendAllText(log, $"{step},0.1,{9 - step++}\n{step},0.1,{9 - step++}\n");
        using var output = new Reacting(Grow);
        using var errors = new Reacting(Grow);

        var exit = App.Run(["import", log, "--follow", "--every", "0.05", "--refreshes", "3", "--out", table, "--json"], new Terminal(output, errors));

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("Waiting: ", errors.ToString(), StringComparison.Ordinal);
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal([2, 4, 6], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("runs")[0].GetProperty("points").GetInt32()));
        Assert.Equal([0, 1, 2, 3, 4, 5], Runs.Read([table]).Steps());
    }

    [Fact]
    public void A_folder_that_would_change_with_its_own_table_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Add("logs/run.csv", "step,lr,loss\n0,0.1,3\n1,0.1,2\n");
        var logs = Path.Combine(folder.Path, "logs");

        var inside = Invocation.Of("import", logs, "--follow", "--out", Path.Combine(logs, "table.csv"));
        var several = Invocation.Of("import", logs, logs, "--follow");

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (inside.Exit, several.Exit));
        Assert.Single(Directory.GetFiles(logs));
        Assert.Contains("--out lies in the folder that is followed", inside.Errors, StringComparison.Ordinal);
        Assert.Contains("--follow wants one log", several.Errors, StringComparison.Ordinal);
    }

    sealed class Reacting(Action react) : StringWriter
    {
        public override void Flush() => react();

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            react();
        }
    }
}
