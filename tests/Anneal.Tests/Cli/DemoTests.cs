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
            (string[])["These runs are real", "two-stage-6e-4", "held-out error", "law's own error", "cyclic", "90 % interval", "cosine", "report.html", "anneal forecast"],
            said => Assert.Contains(said, demo.Run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Logs_of_ones_own_are_not_written_over()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["runs"]);
        File.WriteAllText(Path.Combine(scratch["runs"], "constant.csv"), "mine");

        var run = Invocation.Of("demo", "--out", scratch.Folder);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Contains("constant.csv", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["constant.csv"], Directory.EnumerateFiles(scratch["runs"]).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(scratch["runs"], "constant.csv")));
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("fit.json")]
    [InlineData("forecasts.csv")]
    [InlineData("schedules.csv")]
    [InlineData("best-schedule.csv")]
    [InlineData("runs.svg")]
    [InlineData("residuals.svg")]
    [InlineData("horizon.svg")]
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
    public void The_report_says_where_the_runs_are_from_and_how_wrong_the_law_is()
    {
        var html = File.ReadAllText(demo.Folder["report.html"]);

        Assert.Contains("data/language/PROVENANCE.md", html, StringComparison.Ordinal);
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
    public void The_schedule_that_was_trained_is_the_one_that_the_fit_chooses()
    {
        var chosen = ScheduleFile.Read(demo.Folder["best-schedule.csv"]).ToArray();
        var trained = Runs.Read([demo.Folder["runs/tried.yaml"]]).Runs[0].Schedule.ToArray();

        Assert.Equal(chosen.Length, trained.Length);
        Assert.All(chosen.Zip(trained), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * chosen.Max()));
    }

    [Fact]
    public void Training_bears_out_what_the_fit_says_of_its_schedule()
    {
        // schedule, predicted, interval, trained, …: logged losses of three seeds each.
        var rows = File.ReadLines(demo.Folder["schedules.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();

        Assert.Equal("best", rows[0][0]);
        Assert.All(rows, row => Assert.Equal(Trained(row), Parse(row[1]), 0.006 * Trained(row)));
        // Gains that the fit can tell from nothing are there.
        var certain = rows.Skip(1).Where(row => Parse(row[4]) > 0.02).ToArray();
        Assert.NotEmpty(certain);
        Assert.All(certain, row => Assert.True(Trained(row) - Trained(rows[0]) > Parse(row[4]) / 2, row[0]));

        static double Trained(string[] row) => Parse(row[3].Split(' ')[0]);
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
