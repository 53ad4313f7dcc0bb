using Anneal.Curves;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

/// <summary>Every text format: who reads it, which update each row is, and the rate that the update had.</summary>
public sealed class FormatTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_sample_is_recognised_by_its_own_reader_alone(string format)
    {
        var readers = Catalog<IRunReader>.All.Select(name => (IRunReader)Activator.CreateInstance(Catalog<IRunReader>.Types[name])!).ToList();
        var head = System.Text.Encoding.UTF8.GetBytes(Samples.All[format]);
        var own = readers.Find(reader => reader.Name == format)!;

        Assert.True(own.Recognises(head));
        // General readers come after those of one tool, and may know its lines too.
        Assert.All(
            readers.Where(reader => reader != own && reader.Generality <= own.Generality),
            reader => Assert.False(reader.Recognises(head), $"{reader.Name} takes it too."));
    }

    [Fact]
    public void Prose_scripts_and_settings_are_no_logs()
    {
        var readers = Catalog<IRunReader>.All.Select(name => (IRunReader)Activator.CreateInstance(Catalog<IRunReader>.Types[name])!).ToList();
        var files = new[] { "*.md", "*.props", "*.sh", "*.yml", "*.yaml", "global.json", "packages.lock.json" }
            .SelectMany(pattern => Directory.EnumerateFiles(ArchitectureTests.Root, pattern, SearchOption.AllDirectories))
            .Where(path => !path.Contains("artifacts", StringComparison.Ordinal))
            .ToList();

        Assert.True(files.Count > 10);
        Assert.All(files, path => Assert.All(readers, reader =>
            Assert.False(reader.Recognises(File.ReadAllBytes(path).AsSpan()[..(int)Math.Min(65536, new FileInfo(path).Length)]), $"{reader.Name} takes {path}.")));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_sample_reads_the_same_with_a_mark_carriage_returns_and_lines_of_others(string format)
    {
        var text = Samples.All[format];
        var isConsole = format is not ("Hugging Face" or "run dump" or "Lightning" or "Keras" or "TensorBoard CSV" or "W&B chart" or "CSV");
        var other = isConsole ? "W0101 socket.cpp:697: something else\n" : "";
        var dressed = "\uFEFF" + (other + text).ReplaceLineEndings("\r\n");

        var (plain, same) = (ReadAny(text), ReadAny(dressed));

        Assert.Equal(plain.Format, same.Format);
        Assert.Equal(plain.Points, same.Points);
        Assert.Equal(plain.Steps, same.Steps);
    }

    // Per format: the metric, the indices of its values, the values, and rates at indices that have one in the log.
    [Theory]
    [InlineData("Hugging Face", "loss", new[] { 9, 19, 29 }, new[] { 4.5, 4, 3.75 }, new[] { 9, 19, 29 }, new[] { 9e-5, 1.9e-4, 2.9e-4 })]
    [InlineData("Hugging Face", "val_loss", new[] { 9, 29 }, new[] { 4.25, 3.5 }, new[] { 9, 29 }, new[] { 9e-5, 2.9e-4 })]
    [InlineData("Lightning", "train_loss", new[] { 49, 99 }, new[] { 2.5, 2.25 }, new[] { 49, 99 }, new[] { 3e-4, 2.5e-4 })]
    [InlineData("Lightning", "val_loss", new[] { 99 }, new[] { 2.75 }, new[] { 99 }, new[] { 2.5e-4 })]
    [InlineData("Keras", "val_loss", new[] { 0, 1 }, new[] { 2.75, 2.5 }, new[] { 0, 1 }, new[] { 1e-3, 5e-4 })]
    [InlineData("W&B history", "train_loss", new[] { 0, 1 }, new[] { 4.5, 4.25 }, new[] { 0, 1 }, new[] { 1e-4, 2e-4 })]
    [InlineData("W&B history", "val_loss", new[] { 0, 1 }, new[] { 4.4, 4.3 }, new[] { 0, 1 }, new[] { 1e-4, 2e-4 })]
    // The rate of update k + 1 stands in row k.
    [InlineData("Megatron-LM", "loss", new[] { 99, 299, 399 }, new[] { 2.5, 2.25, 2.125 }, new[] { 100, 200, 300, 400 }, new[] { 1e-5, 2e-5, 3e-5, 4e-5 })]
    [InlineData("run dump", "train_loss", new[] { 49, 99, 149 }, new[] { 3.5, 3.25, 3.125 }, new[] { 50, 100, 150 }, new[] { 1e-3, 2e-3, 2e-3 })]
    [InlineData("run dump", "val_loss", new[] { 99, 149 }, new[] { 3.375, 3.25 }, new[] { 50, 100, 150 }, new[] { 1e-3, 2e-3, 2e-3 })]
    [InlineData("Megatron-LM", "val_loss", new[] { 299, 399 }, new[] { 2.375, 2.25 }, new[] { 300, 400 }, new[] { 3e-5, 4e-5 })]
    [InlineData("NeMo", "train_loss", new[] { 0, 1, 2, 3 }, new[] { 4.5, 4.25, 4.125, 4 }, new[] { 0, 3 }, new[] { 1e-5, 4e-5 })]
    [InlineData("NeMo", "val_loss", new[] { 0, 2 }, new[] { 4.375, 4.1875 }, new[] { 0, 2 }, new[] { 1e-5, 3e-5 })]
    [InlineData("OLMo", "train_loss", new[] { 0, 1 }, new[] { 12.18, 11.5 }, new[] { 0, 1 }, new[] { 1e-4, 2e-4 })]
    [InlineData("OLMo", "throughput/total_tokens", new[] { 0 }, new[] { 1048576.0 }, new[] { 0 }, new[] { 1e-4 })]
    [InlineData("OLMo", "eval/pile-validation/CrossEntropyLoss", new[] { 1 }, new[] { 11.75 }, new[] { 1 }, new[] { 2e-4 })]
    [InlineData("OLMo-core", "train_loss", new[] { 9, 19 }, new[] { 4.5, 4.25 }, new[] { 9, 19 }, new[] { 1e-4, 2e-4 })]
    [InlineData("nanotron", "loss", new[] { 0, 1 }, new[] { 11.3, 10.5 }, new[] { 1, 2 }, new[] { 2.89e-4, 5.78e-4 })]
    [InlineData("nanochat", "loss", new[] { 0, 1, 250, 500 }, new[] { 11.090355, 10.5, 4.125, 4 }, new[] { 0, 1, 250, 500 }, new[] { 0.5, 1, 1, 0.77 })]
    [InlineData("nanochat", "val_loss", new[] { 249, 499 }, new[] { 1.25, 1.125 }, new[] { 250, 500 }, new[] { 1, 0.77 })]
    [InlineData("llm.c", "loss", new[] { 0, 1, 2 }, new[] { 10.954321, 10.5, 10.125 }, new[] { 0, 1, 2 }, new[] { 8.57e-7, 1.71e-6, 2.57e-6 })]
    [InlineData("llm.c", "val_loss", new[] { 1, 2 }, new[] { 10.25, 10 }, new[] { 1, 2 }, new[] { 1.71e-6, 2.57e-6 })]
    [InlineData("llm.c main.log", "train_loss", new[] { 0, 1, 2 }, new[] { 10.9543, 10.5, 10.125 }, new[] { 0, 1, 2 }, new[] { 1e-6, 2e-6, 3e-6 })]
    [InlineData("llm.c main.log", "val_loss", new[] { 1, 3 }, new[] { 10.25, 10 }, new[] { 1, 2 }, new[] { 2e-6, 3e-6 })]
    [InlineData("epfml", "train_loss", new[] { 49, 99, 149 }, new[] { 9.125, 8.5, 8 }, new[] { 50, 100, 150 }, new[] { 1.67e-4, 3.33e-4, 5e-4 })]
    [InlineData("epfml", "val_loss", new[] { 99, 199 }, new[] { 8.625, 7.75 }, new[] { 50, 100, 150 }, new[] { 1.67e-4, 3.33e-4, 5e-4 })]
    [InlineData("Composer", "train_loss", new[] { 0, 1 }, new[] { 7.1234, 7 }, new[] { 1, 2 }, new[] { 1e-4, 2e-4 })]
    [InlineData("Composer", "val_loss", new[] { 1, 2 }, new[] { 6.75, 6.5 }, new[] { 1, 2 }, new[] { 1e-4, 2e-4 })]
    [InlineData("MLX-LM", "train_loss", new[] { 9, 19 }, new[] { 2.75, 2.5 }, new[] { 9, 19 }, new[] { 1e-5, 2e-5 })]
    [InlineData("MLX-LM", "val_loss", new[] { 98, 198 }, new[] { 2.25, 2.125 }, new[] { 9, 19 }, new[] { 1e-5, 2e-5 })]
    [InlineData("key=value", "loss", new[] { 10, 20 }, new[] { 3.5, 3.25 }, new[] { 10, 20, 30 }, new[] { 1e-3, 2e-3, 3e-3 })]
    [InlineData("CSV", "loss", new[] { 0, 1 }, new[] { 3.5, 3.25 }, new[] { 0, 1 }, new[] { 0.1, 0.2 })]
    [InlineData("JSON Lines", "loss", new[] { 0, 1 }, new[] { 3.5, 3.25 }, new[] { 0, 1 }, new[] { 0.1, 0.2 })]
    public void Rows_and_rates_are_those_of_their_updates(string format, string metric, int[] indices, double[] losses, int[] rateIndices, double[] rates)
    {
        var run = Check(format, metric, indices, losses, null);

        Assert.Equal(rates, rateIndices.Select(t => run.Schedule[t]), Near);
    }

    // Formats without a rate.
    [Theory]
    [InlineData("TensorBoard CSV", "loss", new[] { 0, 10 }, new[] { 4.5, 4.25 })]
    [InlineData("torchtitan", "loss", new[] { 9, 19 }, new[] { 7.625, 6.5 })]
    [InlineData("torchtitan", "val_loss", new[] { 9, 19 }, new[] { 7.75, 6.75 })]
    [InlineData("nanoGPT", "loss", new[] { 0, 10, 20 }, new[] { 10.9875, 9.5, 8.125 })]
    // What is evaluated before the first update has no index.
    [InlineData("nanoGPT", "val_loss", new[] { 19, 29 }, new[] { 8.5, 7.5 })]
    [InlineData("modded-nanogpt", "val_loss", new[] { 124, 249 }, new[] { 4.8542, 4.25 })]
    [InlineData("modded-nanogpt", "train_loss", new[] { 0 }, new[] { 10.8259 })]
    public void Rows_of_formats_without_rates_are_those_of_their_updates(string format, string metric, int[] indices, double[] losses) =>
        Check(format, metric, indices, losses, new Constant(1e-3, 1000));

    [Fact]
    public void A_chart_holds_several_runs()
    {
        using var folder = new TemporaryFolder();
        var chart = folder.Add("chart.csv", Samples.WandbChart);
        var set = Runs.Read([chart], new() { Settings = new() { Schedule = new Constant(1e-3, 100) } });

        Assert.Equal(["brisk - pond", "calm-sea"], set.Runs.Select(run => run.Name));
        Assert.Equal([9, 19], set.Runs[0].Curve.Steps.ToArray());
        Assert.Equal([4.5, 4], set.Runs[0].Curve.Loss.ToArray());
        Assert.Equal([9, 29], set.Runs[1].Curve.Steps.ToArray());
        Assert.Equal([4.25, 3.75], set.Runs[1].Curve.Loss.ToArray());
    }

    [Fact]
    public void Rates_without_losses_are_a_schedule()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("deepspeed.log", Samples.DeepSpeed.Replace("step=10", "step=0", StringComparison.Ordinal));
        var schedule = ScheduleFile.Read(path);

        Assert.Equal([9e-6, 1.9e-5], [schedule[0], schedule[20]]);
        Assert.StartsWith($"{path}: there is no loss column", Assert.Throws<InputException>(() => Runs.Read([path])).Message);
    }

    [Fact]
    public void Lines_of_further_ranks_are_counted()
    {
        var report = Logs.Read(Samples.Torchtitan, new() { Metric = "loss", Schedule = new Constant(1e-3, 100) }).Reports[0];

        Assert.Equal(7, report.Duplicates);
        Assert.Equal(("torchtitan", 10L + 1), (report.Format, report.RowsRead));
    }

    [Fact]
    public void A_last_line_that_is_cut_off_is_left_out_and_said()
    {
        var text = Samples.Megatron[..^10];
        var report = Logs.Read(text, new() { Metric = "loss" }).Reports[0];

        Assert.Equal(10, report.TruncatedLine);
        Assert.Equal(3, report.Points);
    }

    [Fact]
    public void A_restart_begins_again_where_it_says()
    {
        var text = Samples.NanoGpt + "iter 10: loss 9.25, time 135.21ms, mfu 23.45%\niter 20: loss 8.0, time 135.21ms, mfu 23.45%\n";
        var set = Logs.Read(text, new() { Metric = "loss", Schedule = new Constant(1e-3, 100) });

        Assert.Equal([10.9875, 9.25, 8], set.Loss());
        Assert.Equal((30, 10), (set.Reports[0].Restarts[0].From, set.Reports[0].Restarts[0].To));
    }

    // The line through a warm-up's rows meets 0 at label 1 where rates are the rows' own, at 0 where they are ahead.
    [Theory]
    [InlineData("[{\"step\":10,\"loss\":4,\"learning_rate\":9e-5},{\"step\":20,\"loss\":3,\"learning_rate\":19e-5},{\"step\":30,\"loss\":2,\"learning_rate\":29e-5}]", 30, 9)]
    [InlineData("[{\"step\":10,\"loss\":4,\"learning_rate\":10e-5},{\"step\":20,\"loss\":3,\"learning_rate\":20e-5},{\"step\":30,\"loss\":2,\"learning_rate\":30e-5}]", 100, 10)]
    [InlineData("[{\"step\":10,\"loss\":4,\"learning_rate\":3e-4},{\"step\":20,\"loss\":3,\"learning_rate\":2e-4},{\"step\":30,\"loss\":2,\"learning_rate\":0.0}]", 30, 10)]
    [InlineData("[{\"step\":10,\"loss\":4,\"learning_rate\":3e-4},{\"step\":20,\"loss\":3,\"learning_rate\":2e-4},{\"step\":30,\"loss\":2,\"learning_rate\":1e-5}]", 30, 9)]
    public void The_version_of_a_trainer_state_is_told_from_its_rates(string history, int lastStep, int indexOfFirstRate)
    {
        var set = Logs.Read($"{{\"log_history\":{history},\"max_steps\":{lastStep}}}");

        Assert.Equal([9, 19, 29], set.Steps());
        Assert.Equal((-1, indexOfFirstRate - 10), (set.Reports[0].Offset, set.Reports[0].RateOffset));
    }

    [Fact]
    public void A_trainer_state_that_is_cut_off_keeps_its_rows()
    {
        var text = Samples.HuggingFace;
        for (var length = text.IndexOf("max_steps", StringComparison.Ordinal); length > 0; length -= 7)
        {
            try
            {
                var report = Logs.Read(text[..length], new() { Metric = "loss" }).Reports[0];
                Assert.True(report.TruncatedLine > 0 && report.Points is 2 or 3);
            }
            catch (InputException error)
            {
                Assert.True(length < text.IndexOf("0.00029", StringComparison.Ordinal) + 30, error.Message);
            }
        }
    }

    static TrainingRun Check(string format, string metric, int[] indices, double[] losses, Schedule? schedule)
    {
        var set = Logs.Read(Samples.All[format], new() { Metric = metric, Schedule = schedule });

        Assert.Equal(format, set.Reports[0].Format);
        Assert.Equal(indices, set.Steps());
        Assert.Equal(losses, set.Loss());
        return set.Runs[0];
    }

    static ImportReport ReadAny(string text)
    {
        // A multiple of the peak must be that of the schedule.
        var isMultiple = text.Contains("lrm:", StringComparison.Ordinal);
        var settings = new RunSettings { Schedule = isMultiple ? null : new Constant(1e-3, 1000) };
        var isRatesOnly = text.Contains("skipped=0", StringComparison.Ordinal);
        var isChart = text.Contains(" - train/loss", StringComparison.Ordinal);
        if (!isRatesOnly && !isChart) return Logs.Read(text, settings).Reports[0];
        using var folder = new TemporaryFolder();
        var path = folder.Add("log", isRatesOnly ? text.Replace("step=10", "step=0", StringComparison.Ordinal) : text);
        if (!isRatesOnly) return Runs.Read([path], new() { Settings = settings }).Reports[0];
        return new ImportReport { Path = path, Format = "DeepSpeed", Column = "", RowsRead = 0, Points = 0, Steps = (0, ScheduleFile.Read(path).Steps) };
    }

    static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected);
}
