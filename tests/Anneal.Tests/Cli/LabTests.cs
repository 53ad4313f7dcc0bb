using System.Text.Json;
using Anneal.Cli;
using Anneal.Lab;

namespace Anneal.Tests.Cli;

public sealed class LabTests
{
    // A study of seconds even in full; which one does not matter.
    const string Short = "greedy";

    [Fact]
    public void The_list_names_every_study()
    {
        var run = Invocation.Of("lab", "list");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.All(Study.All, study => Assert.Contains(study.Name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_study_has_a_page_of_documentation() =>
        Assert.All(Study.All, study => Assert.True(File.Exists(Path.Combine(ArchitectureTests.Root, "docs", "lab", $"{study.Name}.md")), study.Name));

    [Fact]
    public void A_study_writes_its_page_its_claims_and_its_figures()
    {
        using var folder = new Scratch();

        var run = Invocation.Of("lab", Short, "--quick", "--json", "--quiet", "--out", folder.Folder);

        Assert.Equal(ExitCode.Ok, run.Exit);
        using var result = JsonDocument.Parse(run.Output);
        var root = result.RootElement;
        Assert.Equal($"lab {Short}", root.GetProperty("command").GetString());
        Assert.Equal(0, root.GetProperty("failed").GetInt32());
        Assert.Equal(root.GetProperty("claims").GetArrayLength(), root.GetProperty("claims").EnumerateArray().Count(claim => claim.GetProperty("verdict").GetString() is "passed" or "shown"));
        Assert.All(root.GetProperty("files").EnumerateArray(), file => Assert.True(new FileInfo(file.GetString()!).Length > 50));
        var page = File.ReadAllText(Path.Combine(folder.Folder, Short, "index.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Contains($"anneal lab {Short} --quick --seed 1", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--seed", "-1")]
    [InlineData("--unheard", "1")]
    public void A_wrong_option_is_a_usage_error(string option, string value) =>
        Assert.Equal(ExitCode.Usage, Invocation.Of("lab", Short, option, value).Exit);

    // What was found for one problem is not claimed of another.
    [Theory]
    [InlineData("eigencurve", "--horizon", "1000")]
    [InlineData("eigencurve", "--noise", "1e308")]
    [InlineData("greedy", "--gradient-noise", "1e9")]
    [InlineData("warmup", "--gradient-noise", "0")]
    [InlineData("warmup", "--peak-gap", "29")]
    [InlineData("multi-power-theory", "--steps", "50")]
    [InlineData("schedule-free", "--steps", "128")]
    [InlineData("robustness", "--horizon", "100")]
    public void No_claim_fails_at_the_edges_of_what_may_be_asked(string study, string option, string value)
    {
        using var folder = new Scratch();

        var run = Invocation.Of("lab", study, "--quick", "--quiet", "--out", folder.Folder, option, value);

        Assert.Equal(ExitCode.Ok, run.Exit);
    }

    [Fact]
    public void A_parameter_out_of_range_is_said_before_any_work()
    {
        var run = Invocation.Of("lab", "atlas", "--steps", "1");

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains("--steps wants", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_study_is_answered_with_the_nearest() =>
        Assert.Contains(Short, Invocation.Of("lab", "gredy").Errors, StringComparison.Ordinal);

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_said_before_any_work()
    {
        using var folder = new Scratch();
        var file = Path.Combine(folder.Folder, "taken");
        File.WriteAllText(file, "");

        var run = Invocation.Of("lab", Short, "--out", file);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Contains("taken", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_it_says_that_nothing_was_written()
    {
        using var folder = new Scratch();

        var run = Invocation.Of(terminal => terminal with { Interrupt = new(canceled: true) }, "lab", Short, "--quick", "--out", folder.Folder);

        Assert.Equal(ExitCode.Interrupted, run.Exit);
        Assert.Empty(Directory.EnumerateFiles(folder.Folder, "*", SearchOption.AllDirectories));
    }
}
