using Anneal.Formats;

namespace Anneal.Tests.Formats;

/// <summary>Every way in which a log can be unusable: one sentence, with the file and the line.</summary>
public sealed class BadLogTests
{
    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData(" \r\n\n", 1, "the file is empty")]
    [InlineData("# nothing\n# at all\n", 1, "there is no header")]
    [InlineData("step,lr,loss\n", 1, "there is a header but no row")]
    [InlineData("\n# made by hand\nstep,lr,loss\n", 3, "there is a header but no row")]
    [InlineData("0,0.1,3\n1,0.1,2\n", 1, "there is no header")]
    [InlineData("era,lr,loss\n0,0.1,3\n", 1, "there is no step column")]
    [InlineData("stpe,lr,loss\n0,0.1,3\n", 1, "there is no step column; did you mean 'stpe'? (the columns are 'stpe', 'lr', 'loss')")]
    [InlineData("step,lr,lss\n0,0.1,3\n1,0.1,2\n", 1, "there is no loss column; did you mean 'lss'?")]
    [InlineData("step,learn_rate,loss\n0,0.1,3\n1,0.1,2\n", 1, "there is no learning-rate column, and no schedule is given; did you mean 'learn_rate'?")]
    [InlineData("step,lr,loss\n0;0.1;3\n1;0.1;2\n", 2, "the cells are separated by semicolons, but those of the header by commas")]
    [InlineData("step\tlr\tloss\n0\t0.1\t3\n1,0.1,2\n", 3, "the cells are separated by commas, but those of the header by tabs")]
    [InlineData("step,lr,loss\n0,0.1,3\n1,-0.1,2\n", 3, "the rate -0.1 is negative")]
    [InlineData("step,lr,loss\n0,0,1,3,5\n1,0,1,2,5\n", 2, "2 of 2 rows cannot be read, the first because it has 5 cells where the header has 3 (with decimal commas")]
    [InlineData("step,lr,loss\na,0.1,3\nb,0.1,2\n", 2, "2 of 2 rows cannot be read, the first because its step is not a whole number")]
    [InlineData("step,lr,loss\n0,0.1,nan\n1,0.1,nan\n", 1, "the column 'loss' has no usable value (loss is not finite, first at line 2); at least two are needed")]
    [InlineData("step,lr,loss\n0,,3\n1,,2\n", 1, "the column 'lr' has no usable value; at least two are needed")]
    [InlineData("step,lr,loss,Loss\n0,0.1,3,3\n", 1, "the header names the column 'loss' 2 times")]
    [InlineData("step,lr,loss\n0,0.1,3\n1000000000,0.1,3\n2000000000,0.1,3\n", 3, "2 of 3 rows cannot be read, the first because its step is above 200 million (tokens or samples?")]
    [InlineData("{\"step\": 1,\n \"loss\": 3}\n", 1, "a JSON log has one whole object on each line")]
    [InlineData("[{\"step\": 1, \"lr\": 0.1, \"loss\": 3}, {\"step\": 2, \"lr\": 0.1, \"loss\": 3}]", 1, "a JSON log has one whole object on each line; this is a list")]
    [InlineData("step,lr,loss\n0,0.0000,3\n1,0.0000,2\n", 2, "the learning rate is 0 in every row, perhaps rounded away when it was logged")]
    [InlineData("{\"epoch\": 1, \"loss\": 3}\n{\"epoch\": 2, \"loss\": 3}\n", 1, "there is no step key")]
    [InlineData("{\"step\": 1, \"lr\": 0.1, \"loss\": 3}\n{\"step\": 2, \"lr\": -1, \"loss\": 3}\n", 2, "the rate -1 is negative")]
    public void A_bad_log_is_one_sentence_with_a_place(string text, int line, string message)
    {
        var error = Logs.Fails(text);

        Assert.StartsWith($"run.csv:{line}: {message}", error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(("run.csv", (long)line), (error.Path, error.Line));
    }

    [Fact]
    public void A_log_that_keeps_falling_back_is_no_run()
    {
        var text = "step,lr,loss\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{100 - i},0.1,3\n"));

        Assert.StartsWith("run.csv:3: the step falls 39 times", Logs.Fails(text).Message);
    }

    [Fact]
    public void A_metric_that_is_not_there_is_named_with_the_nearest_that_is()
    {
        var error = Logs.Fails("step,lr,loss,perplexity\n0,0.1,3,20\n1,0.1,2,7\n", new RunSettings { Metric = "perplexty" });

        Assert.Equal("run.csv:1: there is no column 'perplexty'; did you mean 'perplexity'? (the columns are 'step', 'lr', 'loss', 'perplexity').", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_with_their_place()
    {
        Assert.StartsWith(
            "run.csv:2: the file is not text (byte 0x00 at offset 5)",
            Assert.Throws<InputException>(() => Logs.Read("step\n\0\u0001"u8.ToArray())).Message);
        Assert.StartsWith(
            "run.csv:1: the file is not text (byte 0xC3 at offset 1)",
            Assert.Throws<InputException>(() => Logs.Read([(byte)'a', 0xC3, (byte)'(', (byte)'\n'])).Message);
        Assert.StartsWith(
            "run.csv:1: the file is in UTF-16",
            Assert.Throws<InputException>(() => Logs.Read([0xFF, 0xFE, (byte)'s', 0])).Message);
    }

    [Fact]
    public void A_folder_where_a_file_is_wanted_is_said()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "logs"));
        var runs = folder.Add("runs.yaml", "runs:\n  - log: logs\n");

        Assert.Equal(
            $"{runs}:2: the log {Path.Combine(folder.Path, "logs")} is a folder; name one file.",
            Assert.Throws<InputException>(() => Runs.Read([runs])).Message);
    }

    [Fact]
    public void A_folder_without_logs_is_said()
    {
        using var folder = new TemporaryFolder();
        folder.Add("notes.md", "# step by step\n");
        folder.Add("table.csv", "name,value\na,1\n");
        folder.Add("empty.csv", "");

        Assert.StartsWith(
            $"{folder.Path}: no log is among the files there (looked at: 3);",
            Assert.Throws<InputException>(() => Runs.Read([folder.Path])).Message);
    }

    [Theory]
    [InlineData("missing.csv", "there is no such file or folder.")]
    [InlineData("*.csv", "no file matches the pattern.")]
    [InlineData("no/such/**/x*.csv", "no file matches the pattern.")]
    public void A_path_to_nothing_is_said(string path, string message)
    {
        using var folder = new TemporaryFolder();
        var full = Path.Combine(folder.Path, path);

        Assert.Equal($"{full}: {message}", Assert.Throws<InputException>(() => Runs.Read([full])).Message);
    }

    [Fact]
    public void Reading_stops_when_asked()
    {
        using var stream = new MemoryStream("step,lr,loss\n0,0.1,3\n1,0.1,2\n"u8.ToArray());

        Assert.Throws<OperationCanceledException>(() => Runs.Read(stream, "run.csv", cancellation: new CancellationToken(canceled: true)));
    }
}
