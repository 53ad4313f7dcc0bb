using System.Text.RegularExpressions;
using Anneal.Cli;
using Anneal.Formats;

namespace Anneal.Tests.Cli;

public sealed partial class DemoTests : IClassFixture<DemoTests.Written>
{
    readonly Written demo;

    public DemoTests(Written demo) => this.demo = demo;

    [Fact]
    public void It_prints_what_a_first_run_is_for()
    {
        Assert.Equal(ExitCode.Ok, demo.Run.Exit);
        Assert.All(
            (string[])["simulated: no network was trained", "two-stage-9e-5", "held-out error", "law's own error", "rewarmed", "90 % interval", "cosine", "report.html", "anneal forecast"],
            said => Assert.Contains(said, demo.Run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("fit.json")]
    [InlineData("forecasts.csv")]
    [InlineData("schedules.csv")]
    [InlineData("best-schedule.csv")]
    [InlineData("runs.svg")]
    [InlineData("residuals.svg")]
    [InlineData("forecasts.svg")]
    [InlineData("best-schedule.svg")]
    [InlineData("gains.svg")]
    [InlineData("runs/runs.yaml")]
    public void It_writes(string file) => Assert.True(new FileInfo(demo.Folder[file]).Length > 100);

    [Fact]
    public void The_report_asks_nothing_of_the_network()
    {
        var html = File.ReadAllText(demo.Folder["report.html"]);

        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(External(), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_report_says_that_the_runs_are_simulated_and_how_wrong_the_law_is()
    {
        var html = File.ReadAllText(demo.Folder["report.html"]);

        Assert.Contains("no network was trained", html, StringComparison.Ordinal);
        Assert.Contains("law’s own error is", html, StringComparison.Ordinal);
        Assert.Contains("What to type next", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_fit_is_one_that_other_verbs_read() => Assert.Equal(3, FitFile.Read(demo.Folder["fit.json"]).Fit.Runs.Length);

    [Fact]
    public void Forecasts_hold_what_was_held_out_and_are_not_vacuous()
    {
        var rows = File.ReadLines(demo.Folder["forecasts.csv"]).Skip(1).Select(line => line.Split(',')[2..].Select(Parse).ToArray()).ToArray();

        Assert.InRange(rows.Average(row => row[0] >= row[2] && row[0] <= row[3] ? 1.0 : 0), 0.85, 1);
        // Half as wide as the gap between a constant rate and an annealed one.
        Assert.InRange(rows.Average(row => (row[3] - row[2]) / 2), 0, 0.03);
    }

    [Fact]
    public void What_is_claimed_is_what_the_simulator_gives()
    {
        // schedule, predicted, interval, simulated, …: every claimed gain over 0.007 is real in the simulator.
        var rows = File.ReadLines(demo.Folder["schedules.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();

        var best = Parse(rows.Single(row => row[0] == "best")[3]);
        Assert.True(Parse(rows.Single(row => row[0] == "cosine")[3]) - best > 0.02);
        Assert.All(rows, row => Assert.True(Parse(row[3]) > best - 0.005));
    }

    [Fact]
    public void The_shipped_runs_are_made_again_byte_for_byte()
    {
        using var scratch = new Scratch();

        var run = Invocation.Of("demo", "--regenerate", scratch.Folder, "--seed", "1");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.All(Directory.EnumerateFiles(Path.Combine(ArchitectureTests.Root, "data", "simulated")), shipped =>
            Assert.Equal(File.ReadAllBytes(shipped), File.ReadAllBytes(scratch[Path.GetFileName(shipped)])));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["file"], "");

        var run = Invocation.Of("demo", "--out", Path.Combine(scratch["file"], "demo"));

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Empty(run.Output);
    }

    static double Parse(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    // A reference that a browser would follow; namespaces and sources in the text are none.
    [GeneratedRegex("(src|href|xlink:href|data|poster|action)\\s*=\\s*[\"'](?!#)|url\\(|@import", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex External();

    /// <summary>One run of the demo, looked at by all tests.</summary>
    public sealed class Written : IDisposable
    {
        internal Scratch Folder { get; } = new();

        internal Invocation Run { get; }

        public Written() => Run = Invocation.Of("demo", "--out", Folder.Folder);

        public void Dispose() => Folder.Dispose();
    }
}
