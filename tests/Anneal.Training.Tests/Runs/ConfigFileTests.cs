using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

public sealed class ConfigFileTests
{
    [Theory]
    [InlineData("clip: 1", "clipp: 1", "config.yaml:4", "'clip'")]
    [InlineData("log: 3", "logs: 3", "config.yaml:4", "'log'")]
    [InlineData("evaluate: {every: 5}", "evaluate: {evry: 5}", "config.yaml:4", "'every'")]
    [InlineData("batch: 4", "batch: [{to: 3, size: 4}, {siz: 8}]", "config.yaml:4", "'size'")]
    [InlineData("optimizer: {kind: adamw, beta1: 0.9}", "optimizer: {kind: adamw, beta3: 0.9}", "config.yaml:4", "beta1")]
    public void An_unknown_key_is_refused_with_its_line_and_what_was_meant(string right, string wrong, string place, string meant)
    {
        Assert.NotNull(RunFolder.Read(Of(right)));

        var error = Assert.Throws<InputException>(() => RunFolder.Read(Of(wrong)));

        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(meant, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps: 21", "20 updates, and 21")]
    [InlineData("steps: 0", "from 1")]
    [InlineData("batch: 0", "whole number")]
    [InlineData("batch: []", "empty")]
    [InlineData("batch: [{to: 5, size: 4}, {to: 5, size: 8}]", "one after another")]
    [InlineData("batch: [{size: 4}, {to: 5, size: 8}]", "last stage")]
    [InlineData("accumulate: 3", "16 samples")]
    [InlineData("clip: 0", "'clip'")]
    [InlineData("momentum: constant(1, 5)", "momentum")]
    [InlineData("seed: -1", "'seed'")]
    [InlineData("optimizer: adamv", "adamw")]
    [InlineData("log: [1]", "'log'")]
    [InlineData("optimizer: {kind: adamw, beta1: 1.5}", "beta1")]
    [InlineData("optimizer: {kind: schedule-free-adamw, rectified: true, beta2: 0.6}", "above 0.6")]
    [InlineData("optimizer: polyak-schedule-free\nclip: 1", "'clip'")]
    [InlineData("steps: 5\nsteps: 6", "twice")]
    public void A_value_that_cannot_be_is_refused(string line, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => RunFolder.Read(Of(line))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("data: language\nschedule: constant(1e-3, 5)", "'model' is missing")]
    [InlineData("model: transformer-tiny\nschedule: constant(1e-3, 5)", "'data' is missing")]
    [InlineData("model: transformer-tiny\ndata: language", "'schedule' is missing")]
    [InlineData("model: transformer-tny\ndata: language\nschedule: constant(1e-3, 5)", "'transformer-tiny'")]
    [InlineData("model: transformer-tiny\ndata: language\nschedule: constnt(1e-3, 5)", "constant")]
    [InlineData("model: {width: 8}\ndata: language\nschedule: constant(1e-3, 5)", "kind")]
    [InlineData("model: linear\ndata: digts\nschedule: constant(1e-3, 5)", "'digits'")]
    [InlineData("model: linear\ndata: {kind: digits, sid: 9}\nschedule: constant(1e-3, 5)", "config.yaml:2")]
    [InlineData("model: linear\ndata: {kind: language, length: 9}\nschedule: constant(1e-3, 5)", "'context'")]
    [InlineData("model: linear\ndata: digits\nrate_rule: greedy", "'steps' is missing")]
    [InlineData("model: linear\ndata: digits\nrate_rule: greedy\nschedule: constant(1, 5)", "leave out 'schedule'")]
    [InlineData("model: linear\ndata: digits\nsteps: 5\nrate_rule: greeedy", "'greedy'")]
    [InlineData("model: linear\ndata: digits\nsteps: 5\nrate_rule: {kind: greedy, patienc: 2}", "config.yaml:4")]
    [InlineData("just words", "key: value")]
    public void What_is_missing_or_unknown_is_said(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => RunFolder.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("model: {kind: transformer, width: 30, heads: 4}", "multiple of 8")]
    [InlineData("model: mlp", "transformer")]
    [InlineData("model: mlp\noptimizer: sgd\nmomentum: constant(0.9, 5)\ndata: digits", "heavy-ball", false)]
    [InlineData("model: transformer-tiny\ndata: digits", "tokens", false)]
    [InlineData("model: {kind: convolutional, channels: [1, 1, 1, 1, 1]}\ndata: digits", "16 × 16", false)]
    [InlineData("model: transformer-tiny\ndata: text:no-such-file", "no-such-file", false)]
    [InlineData("model: {kind: transformer, width: 2000000, heads: 1}", "parameters")]
    [InlineData("model: {kind: transformer, width: 16, heads: 2147483647}", "multiple of 4294967294")]
    [InlineData("model: {kind: transformer, context: 1, width: 268435456, heads: 1, depth: 11}\nbatch: 1", "parameters are more")]
    [InlineData("model: {kind: mlp, hidden: [1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000]}\nbatch: 1\ndata: digits", "parameters are more", false)]
    [InlineData("model: {kind: transformer, context: 1000000}\nbatch: 1000000", "accumulate")]
    public void A_shape_that_no_model_has_is_refused_before_it_is_made(string model, string said, bool ofLanguage = true)
    {
        var config = RunFolder.Read($"{model}{(ofLanguage ? "\ndata: language" : "")}\nschedule: constant(1e-3, 5)");

        var error = Assert.Throws<InputException>(() => new TrainingJob(config, 1));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunFolder.Config)]
    [InlineData("model: {kind: mlp, hidden: [3, 4]}\ndata: {kind: digits, seed: 7}\nschedule: constant(1e-3, 5)\nseed: 18446744073709551615\nclip: none")]
    [InlineData("model: {kind: convolutional, channels: [2]}\ndata: digits\nschedule: constant(1e-3, 50) then linear(1e-3, 0, 7)\nbatch: [{to: 9, size: 2}, {size: 6}]\naccumulate: 2\nmomentum: linear(0.8, 0.9, 5)")]
    public void What_is_written_reads_back_to_the_same(string text)
    {
        var config = RunFolder.Read(text);

        var again = RunFolder.Read(ConfigFile.ToYaml(config));

        Assert.Equal(config, again);
        Assert.Equal(ConfigFile.ToYaml(config), ConfigFile.ToYaml(again));
    }

    [Fact]
    public void Options_stand_in_place_of_the_files_values_and_a_schedule_file_lies_beside_it()
    {
        using var folder = new RunFolder();
        File.WriteAllText(folder["rates.txt"], "constant(2e-3, 30)");
        File.WriteAllText(folder["run.yaml"], "model: transformer-tiny\ndata: language\nschedule: rates.txt\nsteps: 25\n");

        var config = ConfigFile.Read(folder["run.yaml"], new Dictionary<string, string>(StringComparer.Ordinal) { ["steps"] = "12", ["batch"] = "2" });

        Assert.Equal(new Constant(2e-3, 30), config.Schedule);
        Assert.Equal(12, config.Steps);
        Assert.Equal(2, config.Batch.At(0));
    }

    [Theory]
    [InlineData("adamw", 1.0)]
    [InlineData("schedule-free-sgd", 1.0)]
    [InlineData("polyak-schedule-free", null)]
    [InlineData("polyak-schedule-free-adam", null)]
    [InlineData("schedule-free-plus", null)]
    public void A_gradient_by_whose_size_the_rate_is_found_is_not_clipped(string optimizer, double? clip) =>
        Assert.Equal(clip, RunFolder.Read(Of($"optimizer: {optimizer}")).Clip);

    [Fact]
    public void Batch_sizes_hold_up_to_their_update_and_are_summed()
    {
        var batch = RunFolder.Read(Of("batch: [{to: 3, size: 4}, {to: 5, size: 8}, {size: 16}]")).Batch;

        Assert.Equal([4, 4, 4, 8, 8, 16, 16], Enumerable.Range(0, 7).Select(batch.At));
        Assert.All(Enumerable.Range(1, 7), steps => Assert.Equal(Enumerable.Range(0, steps).Sum(batch.At), batch.Sum(steps)));
    }

    [Fact]
    public void A_folder_is_no_configuration()
    {
        using var folder = new RunFolder();
        Directory.CreateDirectory(folder["runs"]);

        Assert.Contains("this is a folder", Assert.Throws<InputException>(() => ConfigFile.Read(folder["runs"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_told_what_a_configuration_has()
    {
        using var folder = new RunFolder();
        File.WriteAllText(folder["empty.yaml"], "\n");

        Assert.Contains("names model, data and schedule", Assert.Throws<InputException>(() => ConfigFile.Read(folder["empty.yaml"])).Message, StringComparison.Ordinal);
    }

    static string Of(string line) =>
        $"model: transformer-tiny\ndata: language\nschedule: constant(1e-3, 20)\n{line}\n";
}
