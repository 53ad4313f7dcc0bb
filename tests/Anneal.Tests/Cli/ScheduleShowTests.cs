using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Cli;

public sealed class ScheduleShowTests : IDisposable
{
    const string Paper = "linear(0, 3e-4, 2159) then constant(3e-4, 1) then cosine(3e-4, 3e-5, 21840)";

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("anneal-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_table_has_the_ends_and_the_turns()
    {
        using var json = JsonDocument.Parse(Show(Paper, "--json").Output);

        var rows = json.RootElement.GetProperty("updates").EnumerateArray()
            .ToDictionary(row => row.GetProperty("step").GetInt32(), row => row.GetProperty("rate").GetDouble());
        Assert.Equal(0, rows[0]);
        Assert.Equal(3e-4, rows[2159]);
        Assert.Equal(3e-4, rows[2160]);
        Assert.InRange(rows[23999], 3e-5, 3.0001e-5);
    }

    [Fact]
    public void The_sum_is_that_of_ramp_and_cosine()
    {
        using var json = JsonDocument.Parse(Show(Paper, "--json").Output);

        // pN/2 for the ramp of N = 2160 steps; a cosine of T half-open steps sums to the mean of its ends times T,
        // and half their difference more.
        var sum = (3e-4 * 2160 / 2) + (21840 * (3e-4 + 3e-5) / 2) + ((3e-4 - 3e-5) / 2);
        Assert.Equal(sum, json.RootElement.GetProperty("sum").GetDouble(), 1e-12);
    }

    [Fact]
    public void The_updates_asked_for_are_shown()
    {
        var output = Show("linear(1e-3, 0, 10)", "--at", "0,5,9").Output;

        Assert.Matches(@"\n +5 +5e-4 +50\.0 % ", output);
        Assert.DoesNotMatch(@"\n +4 ", output);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-1")]
    [InlineData("1,,2")]
    [InlineData("x")]
    public void An_update_that_is_not_there_is_a_usage_error(string at) =>
        Assert.Equal(ExitCode.Usage, Show("linear(0, 1e-3, 10)", "--at", at).Exit);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var file = Path.Combine(folder.FullName, "schedule.csv");

        var shown = Show(Paper, "--out", file, "--plot", Path.Combine(folder.FullName, "schedule.svg"));

        Assert.Equal(ExitCode.Ok, shown.Exit);
        Assert.Equal(ScheduleNotation.Parse(Paper).ToArray(), ScheduleFile.Read(file).ToArray());
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder.FullName, "schedule.svg")), StringComparison.Ordinal);
        Assert.Contains("Wrote", shown.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Wrote", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cosin(3e-4, 3e-5, 100)", "'cosine'")]
    [InlineData("nowhere.csv", "neither a file nor a schedule")]
    [InlineData("constant(-1, 10)", "-1")]
    [InlineData("", "needed")]
    public void What_is_no_schedule_is_unusable_input(string schedule, string reason)
    {
        var run = Show(schedule);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains("nowhere", Show("constant(1, 1)", "--out", Path.Combine(folder.FullName, "nowhere", "x.csv")).Errors, StringComparison.Ordinal);

    static Invocation Show(string schedule, params string[] options) => Invocation.Of(["schedule", "show", schedule, .. options]);
}
