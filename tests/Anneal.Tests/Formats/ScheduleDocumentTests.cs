using System.Text.Json;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

public sealed class ScheduleDocumentTests : IDisposable
{
    const string Full = """
        # the rest of a run
        schedule: 1
        name: d12-remaining
        unit: steps
        index: first-update-is-0
        peak: 6.0e-4
        stages:
          - {to: 256, shape: linear, from_lr: 0, lr: 6.0e-4}
          - {to: 3200, shape: constant}
          - {to: 5000, shape: power, p: 1.5, lr: 5%}
        multipliers: {embed: 10, matrix: 1}
        batch: [{to: 500, size: 128}, {to: 5000, size: 512}]
        origin: {tool: anneal, law: multi-power, fit: fit.json, predicted_loss: {mean: 2.912, lo: 2.904, hi: 2.921}}
        """;

    static readonly JsonSchema Schema = JsonSchema.Read(Path.Combine(ArchitectureTests.Root, "docs", "schedule-file.schema.json"));

    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Specs =>
    [
        "linear(0, 3e-4, 2159) then constant(3e-4, 1) then cosine(3e-4, 3e-5, 21840)",
        "wsd(6e-4, 0, 200, 2000, 400, one-minus-sqrt)",
        "wsd(6e-4, 6e-6, 0, 2000, 400, power(1.7))",
        "warmup-cosine(1e-3, 1e-4, 10, 300)",
        "0.3 * (warmup(1e-3, 7) then exponential(1e-3, 1e-5, 90) then tabulated([1e-4, 2e-5, 0]))",
        "cosine(1e-3, 0, 100)[3..50] then cyclic(1e-5, 1e-3, 7, 40) then 0.1 * step-decay(1, 0.5, 10, 35)",
        "two-stage(3e-4, 1e-4, 5, 12) then multi-stage([1e-4, 5e-5], [3, 4]) then inverse-sqrt(5e-5, 30, 20)",
        "cosine-restarts(1e-3, 1e-5, 20, 100, 2) then piecewise-linear([0, 5, 9], [1e-4, 2e-4, 0]) then sqrt-cube(1e-4, 0, 8) then square(1, 0.5, 4)",
        "warmup(1, 1) then constant(0, 3)",
        "tabulated([0.1, 0.30000000000000004, 5e-324, 1e-3])",
    ];

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Specs))]
    public void Every_form_has_the_rates_of_every_other(string spec)
    {
        var schedule = ScheduleNotation.Parse(spec);
        var (rates, document) = (schedule.ToArray(), ScheduleDocument.Of(schedule));
        using var table = new StringWriter();
        ScheduleFile.Write(schedule, table);

        string[] files =
        [
            folder.Add("a.yaml", ScheduleDocumentFile.ToYaml(document)),
            folder.Add("a.json", ScheduleDocumentFile.ToJson(document)),
            folder.Add("b.yaml", ScheduleDocumentFile.ToYaml(ScheduleDocumentFile.Read(ScheduleDocumentFile.ToJson(document), "a.json"))),
            folder.Add("b.txt", document.ToSchedule().ToString()),
            folder.Add("b.csv", table.ToString()),
        ];

        Assert.All(files, file =>
        {
            var read = ScheduleFile.Read(file).ToArray();
            Assert.Equal(rates.Length, read.Length);
            Assert.All(rates.Zip(read), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-12 * pair.First));
        });
        Assert.Equal(document, ScheduleDocumentFile.Read(File.ReadAllText(files[0]), "a.yaml"));
        Assert.Equal(document, ScheduleDocumentFile.Read(File.ReadAllText(files[1]), "a.json"));
        Assert.Equal(rates, ScheduleFile.Read(files[4]).ToArray());
    }

    [Fact]
    public void All_that_a_file_says_survives()
    {
        var document = ScheduleDocumentFile.Read(Full, "full.yaml");

        Assert.Equal(document, ScheduleDocumentFile.Read(ScheduleDocumentFile.ToYaml(document), "again.yaml"));
        Assert.Equal(document, ScheduleDocumentFile.Read(ScheduleDocumentFile.ToJson(document), "again.json"));
        Assert.Equal(
            ScheduleNotation.Parse("linear(0, 6e-4, 256) then constant(6e-4, 2944) then power(6e-4, 3e-5, 1800, 1.5)").ToArray().Select(rate => Math.Round(rate, 15)),
            document.ToSchedule().ToArray().Select(rate => Math.Round(rate, 15)));
        Assert.Equal([new GroupMultiplier("embed", 10), new("matrix", 1)], document.Multipliers);
        Assert.Equal(2.904, document.Origin!.Low);
    }

    [Fact]
    public void An_update_that_counts_from_one_reaches_the_end_of_its_stage()
    {
        var one = ScheduleDocumentFile.Read(
            "{\"schedule\": 1, \"index\": \"first-update-is-1\", \"stages\": [{\"to\": 3, \"shape\": \"linear\", \"from_lr\": 0, \"lr\": 1}, {\"to\": 6}, {\"to\": 10, \"shape\": \"linear\", \"lr\": 0.1}]}",
            "one.json").ToSchedule();

        // OLMo-core's WSD: each rate is that of the update's number, the last the floor.
        double[] rates = [1 / 3.0, 2 / 3.0, 1, 1, 1, 1, .775, .55, .325, .1];
        Assert.All(rates.Zip(one.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Theory]
    [InlineData("unit: tokens", "to: 2.56e5", "to: 512000", "batch: 128\nsequence: 20\n", 200)]
    [InlineData("unit: samples", "to: 12800", "to: 25600", "batch: 128\n", 200)]
    [InlineData("unit: epochs", "to: 10", "to: 20", "steps_per_epoch: 10\n", 200)]
    [InlineData("unit: steps", "to: 256000tok", "to: 20ep", "batch: 128\nsequence: 20\nsteps_per_epoch: 10\n", 200)]
    [InlineData("unit: tokens", "to: 50%", "to: 200st", "batch: 128\nsequence: 20\n", 200)]
    public void Lengths_in_any_unit_are_the_same_updates(string unit, string first, string second, string more, int steps)
    {
        var schedule = Of($"{unit}\n{more}stages:\n  - {{{first}, shape: linear, from_lr: 0, lr: 1}}\n  - {{{second}, shape: cosine, lr: 0}}\n");

        Assert.Equal(ScheduleNotation.Parse(FormattableString.Invariant($"linear(0, 1, {steps / 2}) then cosine(1, 0, {steps / 2})")), schedule);
    }

    [Fact]
    public void A_stage_in_tokens_over_a_batch_ramp_is_straight_in_tokens()
    {
        var schedule = Of("unit: samples\nbatch: [{to: 400, size: 100}, {size: 300}]\nstages: [{to: 1600, shape: linear, from_lr: 1600, lr: 0}]\n");

        // 0, 100, … 400, then every 300: what is left of 1600 samples.
        Assert.Equal([1600, 1500, 1400, 1300, 1200, 900, 600, 300], schedule.ToArray().Select(rate => Math.Round(rate, 9)));
    }

    [Fact]
    public void A_stage_that_ends_inside_an_update_ends_after_it()
    {
        var schedule = Of("unit: samples\nbatch: 100\nstages: [{to: 250, shape: linear, from_lr: 250, lr: 0}, {to: 400, lr: 7}]\n");

        Assert.Equal([250, 150, 50, 7], schedule.ToArray().Select(rate => Math.Round(rate, 9)));
    }

    [Theory]
    [InlineData("stages: [{to: 3, lr: 1}]", "'index'")]
    [InlineData("index: first-update-is-0\nstages: []", "empty")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, lr: 1}, {to: 3, lr: 2}]", "stages[1]")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3.5, lr: 1}]", "whole")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3tok, lr: 1}]", "sequence")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, shape: cosine, lr: 1}]", "from_lr")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, shape: cosin, lr: 1}]", "'cosine'")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, rate: 1}]", "no key 'rate'")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, lr: 10%}]", "'peak'")]
    [InlineData("index: first-update-is-0\nstages: [{to: 3, lr: -1}]", "at least 0")]
    [InlineData("index: first-update-is-0\nstages: [{to: 4, rates: [1, 2, 3]}]", "3 rates")]
    [InlineData("index: first-update-is-0\nstages: [{to: 4, rates: [1, nan]}]", "number")]
    [InlineData("index: first-update-is-0\nstages: [{spec: 'cosine(1)'}]", "cosine")]
    [InlineData("index: first-update-is-0\nstages: &a [{to: 3, lr: 1}]\nbatch: *a", "aliases")]
    [InlineData("index: first-update-is-0\nstages: !!python/object [{to: 3, lr: 1}]", "tags")]
    [InlineData("index: first-update-is-0\nindex: first-update-is-0\nstages: [{to: 3, lr: 1}]", "twice")]
    public void What_a_file_lacks_or_contradicts_is_said_with_the_file(string text, string reason)
    {
        var path = folder.Add("bad.yaml", $"schedule: 1\n{text}\n");

        var error = Assert.Throws<InputException>(() => ScheduleFile.Read(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_refused() =>
        Assert.Contains("version", Assert.Throws<InputException>(() => ScheduleDocumentFile.Read("schedule: 2\nstages: []", "x.yaml")).Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Specs))]
    public void What_is_written_meets_the_published_schema(string spec) =>
        Assert.True(Meets(ScheduleDocumentFile.ToJson(ScheduleDocument.Of(ScheduleNotation.Parse(spec)))));

    [Fact]
    public void The_published_schema_says_what_the_reader_says()
    {
        Assert.True(Meets(ScheduleDocumentFile.ToJson(ScheduleDocumentFile.Read(Full, "full.yaml"))));
        Assert.All(
            (string[])["\"schedule\": 2", "\"index\": \"1\"", "\"colour\": 1", "\"unit\": \"weeks\"", "\"stages\": []", "\"stages\": [{\"to\": -1}]", "\"stages\": [{\"shape\": \"cosin\"}]", "\"batch\": 0"],
            field =>
            {
                var text = $"{{\"schedule\": 1, \"index\": \"first-update-is-0\", \"stages\": [{{\"to\": 3, \"lr\": 1}}]";
                var name = field.Split(':')[0];
                var changed = text.Contains(name, StringComparison.Ordinal)
                    ? $"{{{string.Join(", ", ((string[])["\"schedule\": 1", "\"index\": \"first-update-is-0\"", "\"stages\": [{\"to\": 3, \"lr\": 1}]"]).Select(known => known.StartsWith(name, StringComparison.Ordinal) ? field : known))}}}"
                    : $"{text}, {field}}}";
                Assert.False(Meets(changed), changed);
                Assert.Throws<InputException>(() => ScheduleDocumentFile.Read(changed, "x.json").ToSchedule());
            });
    }

    static bool Meets(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Schema.Accepts(document.RootElement);
    }

    static Schedule Of(string text) => ScheduleDocumentFile.Read($"schedule: 1\nindex: first-update-is-0\n{text}", "file.yaml").ToSchedule();
}
