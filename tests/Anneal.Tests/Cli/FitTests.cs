using System.Text;
using System.Text.Json;
using Anneal.Cli;
using Anneal.Formats;
using Anneal.Tests.Formats;

namespace Anneal.Tests.Cli;

public sealed class FitTests
{
    [Fact]
    public void The_result_in_JSON_has_its_fields()
    {
        Assert.Equal(ExitCode.Ok, DemoFit.Run.Exit);
        using var json = JsonDocument.Parse(DemoFit.Run.Output);
        var root = json.RootElement;

        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("fit", root.GetProperty("command").GetString());
        Assert.Equal("multi-power", root.GetProperty("law").GetString());
        Assert.Equal(["L0", "A", "alpha", "B", "C", "beta", "gamma"], root.GetProperty("parameters").EnumerateObject().Select(field => field.Name));
        Assert.Equal(7, root.GetProperty("standardErrors").EnumerateObject().Count());
        Assert.Equal("converged", root.GetProperty("stop").GetString());
        Assert.True(root.GetProperty("objective").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Array, root.GetProperty("unidentified").ValueKind);
        Assert.Equal("included", root.GetProperty("warmupResponse").GetString());
        var law = Assert.Single(root.GetProperty("laws").EnumerateArray());
        Assert.Equal("multi-power", law.GetProperty("law").GetString());
        Assert.Equal(root.GetProperty("heldOut").GetProperty("rmse").GetDouble(), law.GetProperty("heldOutRmse").GetDouble());
        Assert.Equal(root.GetProperty("objective").GetDouble(), law.GetProperty("objective").GetDouble());
        Assert.Equal(3, root.GetProperty("runs").GetArrayLength());
        Assert.Equal(1, root.GetProperty("correlations").GetProperty("matrix")[2][2].GetDouble(), 1e-12);
    }

    [Fact]
    public void The_file_and_the_JSON_hold_the_same_fit()
    {
        using var folder = new TemporaryFolder();
        var copy = folder.Add("stdout.json", DemoFit.Run.Output);
        using var file = new MemoryStream();
        using var output = new MemoryStream();

        FitFile.Write(file, FitFile.Read(DemoFit.File));
        FitFile.Write(output, FitFile.Read(copy));

        Assert.Equal(file.ToArray(), output.ToArray());
        Assert.Equal(File.ReadAllBytes(DemoFit.File), file.ToArray());
    }

    [Fact]
    public void The_same_line_gives_the_same_bytes_on_any_number_of_threads()
    {
        var one = Invocation.Of("fit", DemoFit.Runs, "--law", "momentum", "--json", "--threads", "1");
        var two = Invocation.Of("fit", DemoFit.Runs, "--law", "momentum", "--json", "--threads", "2");

        Assert.Equal(one.Output, two.Output);
        Assert.Equal(one.Output, Invocation.Of("fit", DemoFit.Runs, "--law", "momentum", "--json").Output);
    }

    [Fact]
    public void The_text_says_what_was_fitted_and_what_to_type_next()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "fit.json");

        var run = Invocation.Of("fit", DemoFit.Runs, "--law", "momentum", "--out", path);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("momentum law", run.Output, StringComparison.Ordinal);
        Assert.Contains($"written: {path}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"next: anneal optimize {path} --steps 24000 --peak 3e-4", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output + run.Errors);
        Assert.Contains("share steps ≤ 7936", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Held_parameters_stay_where_they_are_held()
    {
        var run = Invocation.Of("fit", DemoFit.Runs, "--law", "momentum", "--hold", "alpha=0.45", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(0.45, json.RootElement.GetProperty("parameters").GetProperty("alpha").GetDouble(), 1e-12);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("standardErrors").GetProperty("alpha").ValueKind);
        Assert.Equal(0.45, json.RootElement.GetProperty("held").GetProperty("alpha").GetDouble());
    }

    [Fact]
    public void A_single_run_is_scored_on_its_tail_and_lacks_what_it_cannot_say()
    {
        var log = Path.Combine(Path.GetDirectoryName(DemoFit.Runs)!, "constant.csv");

        var run = Invocation.Of("fit", log, "--warmup", "2000", "--law", "multi-power", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("tail", json.RootElement.GetProperty("heldOut").GetProperty("kind").GetString());
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "B", "C", "beta", "gamma" },
            json.RootElement.GetProperty("unidentified").EnumerateArray().Select(x => x.GetProperty("parameter").GetString()!).ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(json.RootElement.GetProperty("priors").EnumerateArray());
        Assert.Contains("no drop of the rate", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--law multi-powr", "'multi-powr'; did you mean 'multi-power'?")]
    [InlineData(2, "--hold gama=0.5 --law multi-power", "has no parameter 'gama'; did you mean 'gamma'?")]
    [InlineData(2, "--hold gamma --law multi-power", "--hold wants NAME=VALUE,…, not 'gamma'.")]
    [InlineData(2, "--delta 0.01 --least-squares", "exclude each other")]
    [InlineData(2, "--warmup-sum 0.3 --warmup-response included", "--warmup-sum tells the sum of a warm-up but not its rises")]
    [InlineData(2, "--prior sometimes", "--prior wants auto, always or never, not 'sometimes'")]
    [InlineData(3, "--hold B=400 --law multi-power", "B of the multi-power law cannot be held")]
    [InlineData(3, "--hold gamma=7 --law multi-power", "gamma cannot be held at 7; it lies in -0.5 … 2")]
    [InlineData(3, "--metric los", "no column 'los'; did you mean 'loss'?")]
    [InlineData(3, "--from 900000 --law multi-power", "No run has a point that counts")]
    public void A_wrong_option_is_explained(int exit, string options, string message)
    {
        var run = Invocation.Of(["fit", DemoFit.Runs, .. options.Split(' ')]);

        Assert.Equal(exit, (int)run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_log_is_an_input_error_and_writes_no_file()
    {
        using var folder = new TemporaryFolder();
        var output = Path.Combine(folder.Path, "fit.json");

        Assert.Equal(ExitCode.Usage, Invocation.Of("fit").Exit);
        foreach (var path in (string[])["missing.csv", folder.Path, folder.Add("a/b.csv", "x,y\n1,2\n"), folder.Add("empty.csv", "")])
        {
            var run = Invocation.Of("fit", path, "--out", output);
            Assert.Equal(ExitCode.InvalidInput, run.Exit);
            Assert.Empty(run.Output);
            Assert.NotEmpty(run.Errors);
        }

        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-folder/fit.json")]
    public void That_there_is_no_place_for_the_file_is_said_before_anything_is_read(string output)
    {
        var run = Invocation.Of("fit", "missing.csv", "--out", output);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.DoesNotContain("missing.csv", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_fit_ends_as_interrupted_and_writes_no_file()
    {
        using var folder = new TemporaryFolder();
        var output = Path.Combine(folder.Path, "fit.json");

        var run = Invocation.Of(terminal => terminal with { Interrupt = new CancellationToken(true) }, "fit", DemoFit.Runs, "--out", output);

        Assert.Equal(ExitCode.Interrupted, run.Exit);
        Assert.Equal("Interrupted (reading): no result was written.\n", run.Errors);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void A_log_may_come_through_standard_input()
    {
        using var folder = new TemporaryFolder();
        var log = File.ReadAllText(Path.Combine(ArchitectureTests.Root, "data", "simulated", "cosine.csv"));

        var piped = Invocation.Of(terminal => terminal with { In = () => new MemoryStream(Encoding.UTF8.GetBytes(log)) }, "fit", "-", "--law", "one-power");
        var named = Invocation.Of("fit", folder.Add("stdin", log), "--law", "one-power");

        Assert.Equal(named, piped);
        Assert.Equal(ExitCode.Ok, piped.Exit);
    }

    [Fact]
    public void Runs_on_which_a_law_has_no_finite_value_are_an_input_error_and_write_no_file()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 30).Select(t => $"{10 * t},0.001,{3 - (0.01 * t)}e300");
        var log = folder.Add("log.csv", $"step,lr,loss\n{string.Join('\n', rows)}\n");
        var output = Path.Combine(folder.Path, "fit.json");

        var run = Invocation.Of("fit", log, "--law", "multi-power", "--out", output);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Contains("has no finite value on these runs", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }
}
