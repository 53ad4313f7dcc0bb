using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class WandbOfflineReaderTests
{
    [Fact]
    public void The_golden_file_has_two_rows()
    {
        var log = BinaryLogs.Read(BinaryLogs.Wandb);

        Assert.Equal("W&B offline", log.Format);
        Assert.Equal([1, 2], log.Column("train/loss").Steps());
        Assert.Equal([2.5, 2.25], log.Column("train/loss").Values());
        Assert.Equal([3e-4, 3e-4], log.Column("lr").Values());
    }

    [Fact]
    public void The_original_is_the_golden_file()
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The originals are not beside this checkout.");
        var path = Path.Combine(SharedCurves.Folder!, "..", "raw", "run-sample.wandb");
        Assert.SkipUnless(File.Exists(path), "The original is not beside this checkout.");

        Assert.Equal(BinaryLogs.Wandb, File.ReadAllBytes(path));
        Assert.Equal([2.5, 2.25], Runs.Read([path]).Loss());
    }

    // 40,000 bytes of output cross a block; 32,768 − 7 − 12 leaves fewer bytes than a piece's head.
    [Theory]
    [InlineData(40_000)]
    [InlineData(100_000)]
    [InlineData(32_700)]
    [InlineData(32_738)]
    [InlineData(32_741)]
    public void Records_go_on_in_the_next_block(int size)
    {
        var log = BinaryLogs.Read(BinaryLogs.WandbFile(
            BinaryLogs.Output(size),
            BinaryLogs.History(0, ("loss", "3.5"), ("lr", "0.1")),
            BinaryLogs.Output(size),
            BinaryLogs.History(1, ("loss", "3.25"), ("note", $"\"{new string('y', size)}\"")),
            BinaryLogs.History(2, ("loss", "\"NaN\"")),
            BinaryLogs.History(3, ("loss", "3"))));

        var report = log.Report(log.Column("loss"));
        Assert.Equal([3.5, 3.25, 3], log.Column("loss").Values());
        Assert.Equal([new DroppedRows("loss is not finite", 1, 5)], report.Dropped);
        Assert.Equal(0, report.TruncatedLine);
    }

    [Fact]
    public void A_step_of_the_trainer_s_own_comes_before_the_logger_s()
    {
        var log = BinaryLogs.Read(BinaryLogs.WandbFile(
            BinaryLogs.History(0, ("system.cpu", "50")),
            BinaryLogs.History(1, ("train/loss", "4.5"), ("train/learning_rate", "1e-4"), ("train/global_step", "10")),
            BinaryLogs.History(2, ("eval/loss", "4.25"), ("train/global_step", "10")),
            BinaryLogs.History(3, ("train/loss", "4"), ("train/learning_rate", "2e-4"), ("train/global_step", "20"))));

        Assert.Equal([10, 20], log.Column("train/loss").Steps());
        Assert.Equal([10], log.Column("eval/loss").Steps());
        Assert.Equal(("Hugging Face", -1), (log.Convention.Tool, log.Convention.LossShift));
    }

    [Fact]
    public void A_logged_dictionary_is_as_names_with_points()
    {
        var log = BinaryLogs.Read(BinaryLogs.WandbFile(
            BinaryLogs.History(5, ("train", "{\"loss\": 2.5, \"lr\": 0.1}"), ("hist", "{\"_type\":\"histogram\",\"values\":[1]}")),
            BinaryLogs.History(6, ("train", "{\"loss\": 2.25, \"lr\": 0.1}"))));

        Assert.Equal([2.5, 2.25], log.Column("train.loss").Values());
        Assert.Equal([5, 6], log.Column("train.lr").Steps());
    }

    [Fact]
    public void A_bad_record_is_counted_and_the_next_is_read()
    {
        var rows = Enumerable.Range(0, 5).Select(t => BinaryLogs.History(t, ("loss", $"{5 - t}"), ("lr", "0.1"))).ToArray();
        var whole = BinaryLogs.WandbFile(rows);
        var spoilt = (byte[])whole.Clone();
        spoilt[7 + (2 * (7 + rows[0].Length)) + 20] ^= 4;

        var log = BinaryLogs.Read(spoilt);

        Assert.Equal([5, 4, 2, 1], log.Column("loss").Values());
        Assert.Equal([new DroppedRows("a record's checksum is wrong", 1, 3)], log.Report(log.Column("loss")).Dropped);
    }

    [Fact]
    public void A_folder_s_runs_are_found_and_links_are_not()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        foreach (var (name, loss) in new[] { ("offline-run-20250101_000000-aaa", "3"), ("run-20250102_000000-bbb", "2") })
        {
            File.WriteAllBytes(folder.Add($"wandb/{name}/run-{name[^3..]}.wandb", ""), BinaryLogs.WandbFile(
                BinaryLogs.History(0, ("loss", loss), ("lr", "0.1")), BinaryLogs.History(1, ("loss", loss), ("lr", "0.1"))));
            folder.Add($"wandb/{name}/files/config.yaml", "a: 1");
        }

        elsewhere.Add("run-1-ccc/run-ccc.wandb", "");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "wandb", "latest-run"), Path.Combine(folder.Path, "wandb", "run-20250102_000000-bbb"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "wandb", "run-1-ccc"), Path.Combine(elsewhere.Path, "run-1-ccc"));

        foreach (var path in new[] { folder.Path, Path.Combine(folder.Path, "wandb") })
        {
            var set = Runs.Read([path]);
            Assert.Equal(["offline-run-20250101_000000-aaa", "run-20250102_000000-bbb"], set.Runs.Select(run => run.Name));
            Assert.Equal([3, 2], set.Runs.Select(run => run.Curve.Loss[0]));
        }

        Assert.Contains("it holds 2 runs; name one", Assert.Throws<InputException>(() => Runs.Read([folder.Add("runs.list.yaml", "log: wandb\n")])).Message, StringComparison.Ordinal);
        var outside = Assert.Throws<InputException>(() => Runs.Read([folder.Add("part.yaml", "log: wandb\npart: run-1-ccc\n")]));
        Assert.Contains("there is no run 'run-1-ccc'", outside.Message, StringComparison.Ordinal);
        Assert.Equal(2, Runs.Read([Path.Combine(folder.Path, "wandb", "run-20250102_000000-bbb")]).Runs.Single().Curve.Loss[0]);
    }
}
