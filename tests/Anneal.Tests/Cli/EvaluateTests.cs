using System.Text.Json;
using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class EvaluateTests
{
    static readonly string[] Measures = ["r2", "mae", "rmse", "predE", "worstE", "finalError", "coverage"];

    [Fact]
    public void The_result_in_JSON_has_its_fields_and_their_means()
    {
        var run = Invocation.Of("evaluate", DemoFit.File, DemoFit.HeldOut, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        using var json = JsonDocument.Parse(run.Output);
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        var mean = json.RootElement.GetProperty("mean");
        Assert.Equal(Measures, mean.EnumerateObject().Select(field => field.Name));
        Assert.NotEmpty(runs);
        foreach (var name in Measures)
            Assert.Equal(runs.Average(item => item.GetProperty(name).GetDouble()), mean.GetProperty(name).GetDouble(), 1e-12);
        Assert.All(runs, item => Assert.InRange(item.GetProperty("coverage").GetDouble(), 0, 1));
    }

    [Fact]
    public void The_text_has_no_escapes_and_a_line_for_the_mean()
    {
        var run = Invocation.Of("evaluate", DemoFit.File, DemoFit.HeldOut);

        Assert.DoesNotContain('\e', run.Output + run.Errors);
        Assert.Contains("\nmean ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void From_limits_what_is_scored()
    {
        var all = Points(Invocation.Of("evaluate", DemoFit.File, DemoFit.Runs, "--json"));
        var late = Points(Invocation.Of("evaluate", DemoFit.File, DemoFit.Runs, "--json", "--from", "12000"));

        Assert.All(all.Zip(late), pair => Assert.InRange(pair.Second, 1, pair.First - 1));
    }

    // Parameters and metrics: see PublishedParametersTests.
    [Theory]
    [InlineData("mpl_25", "L0=3.04045406,A=0.52468604,alpha=0.50786857,B=363.78751622,C=2.06560812,beta=0.58279013,gamma=0.64142257", new[] { .998802, .003760, .004652, .001102, .004095 })]
    [InlineData("mpl_100", "L0=2.6514477,A=0.60115152,alpha=0.45295811,B=437.9464276,C=2.13245612,beta=0.59785199,gamma=0.65523644", new[] { .998301, .004348, .005919, .001425, .005829 })]
    public void Published_parameters_have_their_published_metrics(string set, string parameters, double[] metrics)
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var folder = Path.Combine(SharedCurves.Folder!, set);
        (string Name, string Spec)[] runs =
        [
            ("constant_72000", "constant(3e-4, 69840)"),
            ("cosine_72000", "cosine(3e-4, 3e-5, 69840)"),
            ("wsd_20000_24000", "constant(3e-4, 17840) then exponential(3e-4, 3e-5, 4000)"),
            ("wsdld_20000_24000", "constant(3e-4, 17840) then linear(3e-4, 3e-5, 4000)"),
            ("wsdcon_3", "constant(3e-4, 5840) then constant(3e-5, 8000)"),
            ("wsdcon_18", "constant(3e-4, 5840) then constant(1.8e-4, 8000)"),
        ];
        using var temporary = new Formats.TemporaryFolder();
        var listed = temporary.Add("runs.yaml", "defaults: { warmup: 2160 }\nruns:\n" + string.Concat(
            runs.Select(run => $"  - {{ log: {Path.Combine(folder, run.Name)}.csv, schedule: \"{run.Spec}\" }}\n")));
        string[] law = ["evaluate", "--law", "multi-power", "--parameters", parameters, "--json"];

        var given = Mean(Invocation.Of([.. law, listed]));
        var inferred = Mean(Invocation.Of([.. law, "--warmup", "2160", .. runs.Select(run => Path.Combine(folder, $"{run.Name}.csv"))]));

        for (var i = 0; i < metrics.Length; i++)
        {
            Assert.Equal(metrics[i], given.GetProperty(Measures[i]).GetDouble(), 1e-6);
            // Rates between logged rows are straight lines where the schedules bend.
            Assert.Equal(metrics[i], inferred.GetProperty(Measures[i]).GetDouble(), 1e-5);
        }

        Assert.Equal(JsonValueKind.Null, given.GetProperty("coverage").ValueKind);
    }

    [Theory]
    [InlineData(2, "", "Which fit? Give FIT.json, or --law NAME")]
    [InlineData(2, "--law multi-power x.csv", "--law multi-power wants --parameters L0=…,A=…")]
    [InlineData(2, "--parameters L0=1 x.csv", "--parameters wants --law NAME beside it.")]
    [InlineData(2, "--law one-power --parameters L0=3,A=1 x.csv", "--parameters lacks alpha; the ")]
    [InlineData(2, "--law one-power --parameters L0=3,A=1,alpa=1 x.csv", "has no parameter 'alpa'; did you mean 'alpha'?")]
    [InlineData(2, "--law one-power --parameters L0=3,A=1,alpha=50 x.csv", "alpha is 50; it lies in 0.01 … 3")]
    [InlineData(2, "--law one-power --parameters L0=3,A=1,A=1,alpha=1 x.csv", "--parameters gives A twice.")]
    [InlineData(2, "--law one-power --parameters L0=3,A=1,alpha=0.5", "No run is named")]
    [InlineData(3, "--law one-power --parameters L0=3,A=1,alpha=0.5 missing.csv", "missing.csv: there is no such file")]
    [InlineData(3, "missing.json x.csv", "missing.json: there is no such file; a fit file is what 'anneal fit")]
    public void A_wrong_line_is_explained(int exit, string line, string message)
    {
        var run = Invocation.Of(["evaluate", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(exit, (int)run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    static JsonElement Mean(Invocation run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("mean");

    static int[] Points(Invocation run)
    {
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("runs").EnumerateArray().Select(item => item.GetProperty("points").GetInt32())];
    }
}
