using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Laws;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

public sealed class FitFileTests
{
    static readonly SavedFit Full = new(
        new Fit
        {
            Law = new CalibratedLaw(new Momentum(), [3 + (1.0 / 3), 0.1 + 0.2, 1 / Math.PI, 1e6 / 7, 0.9999], WarmupResponse.Included),
            Reference = new ReferenceScale(3e-4, 23_999.5),
            Covariance = [.. Enumerable.Range(1, 25).Select(i => 1.0 / i)],
            StandardErrors = [0.1, 0.2, 1.0 / 7, double.NaN, double.Epsilon],
            Objective = 1.2345678901234567e-4,
            Iterations = 17,
            Stop = StopReason.IterationLimit,
            Unidentified = [new("B", "It \"cannot\" be known — σ ≥ 1.", "Run more.")],
            Runs = [new("a/b", 171, 2160, 23_999, 4e-3, -1e-5, 1e-4), new("ü", 3, 0, 2, 0.1, 0.2, double.NaN)],
            Seen = new SeenRange(3e-5, 1e-4, 3e-4, 24_000, 0.1, true) { FullSteps = 12_345.6 },
            Noise = 1.5e-4,
            ModelError = new ModelError(1.4e-3, 3),
            Priors = [new("alpha", -0.68, 0.18)],
            Held = new Dictionary<string, double>(StringComparer.Ordinal) { ["alpha"] = 0.5, ["L0"] = 3 }.ToImmutableSortedDictionary(StringComparer.Ordinal),
            HuberDelta = double.PositiveInfinity,
            Notes = ["one", "two"],
        },
        new FitSources(["a.csv", "b.csv"]) { Metric = "val_loss", BatchSize = 524_288, LossUnit = "nats/token" });

    [Fact]
    public void What_is_read_equals_what_was_written()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "fit.json");

        FitFile.Write(path, Full);
        var read = FitFile.Read(path);

        Assert.Equivalent(Full, read, strict: true);
        Assert.Equal(Full.Fit.Law.Theta, read.Fit.Law.Theta);
        Assert.Equal(Full.Fit.Covariance, read.Fit.Covariance);
        Assert.IsType<Momentum>(read.Fit.Law.Law);
        Assert.Equal(Text(Full), Text(read));
    }

    [Fact]
    public void Given_values_have_no_covariance_and_stay_so()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "fit.json");
        var given = new SavedFit(Fit.Given(new CalibratedLaw(new OnePower(), [3, 0.5, 0.5])), FitSources.None);

        FitFile.Write(path, given);

        Assert.Empty(FitFile.Read(path).Fit.Covariance);
        Assert.Equal(Text(given), Text(FitFile.Read(path)));
    }

    [Theory]
    [InlineData("", "1: this is no fit file, or it is cut off")]
    [InlineData("step,lr,loss\n1,2,3\n", "1: this is no fit file, or it is cut off")]
    [InlineData("[1, 2]", "this is JSON but no fit file")]
    [InlineData("{\"schemaVersion\": 1}", "this is JSON but no fit file")]
    public void Another_file_is_refused_in_a_sentence_that_says_what_makes_one(string text, string message)
    {
        var error = Fails(text);

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.EndsWith("a fit file is what 'anneal fit RUN… --out FIT.json' writes.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_at_its_last_line()
    {
        var whole = Text(Full);
        var half = whole[..(whole.Length / 2)];

        var error = Fails(half);

        Assert.Contains($"fit.json:{half.Count(c => c == '\n') + 1}: this is no fit file, or it is cut off", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemaVersion", "2", "of version 2, and this anneal reads version 1; fit the runs again, or use the anneal that wrote it.")]
    [InlineData("law", "\"momentun\"", "'momentun' is not known here; did you mean 'momentum'? (the laws are ")]
    [InlineData("parameters", "{\"L0\": 3, \"delta\": 1}", "has no parameter 'delta'; it has L0, A, alpha, B, lambda.")]
    [InlineData("parameters", "{\"L0\": 3}", "has no field 'parameters.A'; fit the runs again.")]
    [InlineData("parameters", "{\"L0\": 3, \"A\": 0.3, \"alpha\": null, \"B\": 1, \"lambda\": 0.5}", "the parameter alpha is NaN; it lies in ")]
    [InlineData("parameters", "{\"L0\": 3, \"A\": -0.3, \"alpha\": 3, \"B\": 1, \"lambda\": 0.5}", "the parameter A is -0.3; it lies in ")]
    [InlineData("noise", "-1", "the field 'noise' is not a number of at least 0")]
    [InlineData("noise", "\"small\"", "the field 'noise' is not a number")]
    [InlineData("stop", "\"tired\"", "the field 'stop' is 'tired'; it is converged or iteration-limit or not-finite.")]
    [InlineData("covariance", "{\"matrix\": [[1]]}", "the field 'covariance.matrix' is not a table of 5 × 5 numbers")]
    [InlineData("runs", "[{\"name\": \"a\"}]", "has no field 'runs[0].points'")]
    [InlineData("seen", "null", "the field 'seen' is not an object")]
    public void A_field_that_cannot_be_is_named(string field, string value, string message)
    {
        var json = JsonNode.Parse(Text(Full))!.AsObject();
        json[field] = JsonNode.Parse(value);

        Assert.Contains(message, Fails(json.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_later_additions_are_passed_over()
    {
        var json = JsonNode.Parse(Text(Full))!.AsObject();
        json["later"] = JsonNode.Parse("[{\"x\": 1}]");
        using var folder = new TemporaryFolder();

        var read = FitFile.Read(folder.Add("fit.json", json.ToJsonString()));

        Assert.Equal(Text(Full), Text(read));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_said_to_be_so()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("there is no such file", Assert.Throws<InputException>(() => FitFile.Read(Path.Combine(folder.Path, "x.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("this is a folder", Assert.Throws<InputException>(() => FitFile.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_runs_do_not_have_in_common_is_not_known()
    {
        var run = new TrainingRun("a", new Constant(1e-3, 10), new LossCurve([1], [3])) { Source = "a.csv", BatchSize = 64, LossUnit = "nats/token" };

        var sources = FitSources.Of([run, run with { Name = "b", Source = null, BatchSize = 128 }]);

        Assert.Equal(["a.csv", "b"], sources.Logs);
        Assert.Equal("loss", sources.Metric);
        Assert.Equal("nats/token", sources.LossUnit);
        Assert.Null(sources.BatchSize);
        Assert.Null(sources.TokensPerStep);
    }

    static string Fails(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("fit.json", text);
        return Assert.Throws<InputException>(() => FitFile.Read(path)).Message;
    }

    static string Text(SavedFit saved)
    {
        using var stream = new MemoryStream();
        FitFile.Write(stream, saved);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
