using System.Globalization;
using Anneal.Formats;
using Google.Protobuf;

namespace Anneal.Tests.Formats;

public sealed class TensorBoardReaderTests
{
    [Fact]
    public void The_golden_file_has_a_simple_value_and_a_tensor()
    {
        var log = BinaryLogs.Read(BinaryLogs.TensorBoard);

        Assert.Equal("TensorBoard", log.Format);
        Assert.Equal([1, 2], log.Column("loss").Steps());
        Assert.Equal([2.5, 2.25], log.Column("loss").Values());
    }

    [Fact]
    public void The_original_is_the_golden_file()
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The originals are not beside this checkout.");
        var path = Path.Combine(SharedCurves.Folder!, "..", "raw", "events.out.tfevents.sample");
        Assert.SkipUnless(File.Exists(path), "The original is not beside this checkout.");

        Assert.Equal(BinaryLogs.TensorBoard, File.ReadAllBytes(path));
        var settings = new RunSettings { Schedule = Anneal.Schedules.ScheduleNotation.Parse("constant(1e-3, 3)") };
        Assert.Equal([2.5, 2.25], Runs.Read([path], new RunReadOptions { Settings = settings }).Loss());
    }

    // 2.5 in every way to write a tensor: bits 40200000, 4004000000000000, 4020 and 4100.
    [Theory]
    [InlineData(1, 4, "00002040")]
    [InlineData(2, 4, "0000000000000440")]
    [InlineData(14, 4, "2040")]
    [InlineData(19, 4, "0041")]
    [InlineData(1, 5, "00002040")]
    [InlineData(2, 6, "0000000000000440")]
    [InlineData(14, 13, "A08001")]
    [InlineData(19, 13, "808201")]
    public void A_tensor_s_number_is_read_in_every_type(int type, int field, string hex)
    {
        var log = BinaryLogs.Read(BinaryLogs.Events(BinaryLogs.TensorEvent(7, "loss", tensor =>
        {
            BinaryLogs.Number(tensor, 1, type);
            BinaryLogs.Sized(tensor, 2, []);
            BinaryLogs.Sized(tensor, field, Convert.FromHexString(hex));
        })));

        Assert.Equal([2.5], log.Column("loss").Values());
        Assert.Equal([7], log.Column("loss").Steps());
    }

    [Fact]
    public void A_tensor_without_a_number_is_zero_and_one_with_several_or_of_text_is_none()
    {
        var log = BinaryLogs.Read(BinaryLogs.Events(
            BinaryLogs.TensorEvent(0, "lr", tensor => BinaryLogs.Number(tensor, 1, 1)),
            BinaryLogs.TensorEvent(1, "lr", tensor =>
            {
                BinaryLogs.Number(tensor, 1, 1);
                BinaryLogs.Sized(tensor, 5, new byte[8]);
            }),
            BinaryLogs.TensorEvent(2, "lr", tensor => BinaryLogs.Number(tensor, 1, 7)),
            BinaryLogs.TensorEvent(3, "lr", tensor =>
            {
                BinaryLogs.Number(tensor, 1, 1);
                tensor.WriteTag(5, WireFormat.WireType.Fixed32);
                tensor.WriteFloat(0.5f);
            })));

        Assert.Equal([0, 3], log.Column("lr").Steps());
        Assert.Equal([0, 0.5], log.Column("lr").Values());
    }

    [Fact]
    public void A_step_that_falls_voids_later_values_of_its_tag_and_a_start_those_of_all()
    {
        var first = Enumerable.Range(0, 10).SelectMany(t => new[] { BinaryLogs.Event(10 * t, ("loss", 9 - (t / 2.0))), BinaryLogs.Event(10 * t, ("lr", 0.5)) });
        var fell = BinaryLogs.Read(BinaryLogs.Events([.. first, BinaryLogs.Event(50, ("loss", 2)), BinaryLogs.Event(50, ("lr", 0.25)), BinaryLogs.Event(60, ("loss", 1.5))]));
        var started = BinaryLogs.Read(BinaryLogs.Events([.. first, BinaryLogs.Start(55), BinaryLogs.Event(60, ("loss", 2))]));

        Assert.Equal([0, 10, 20, 30, 40, 50, 60], fell.Column("loss").Steps());
        Assert.Equal([0, 10, 20, 30, 40, 50], fell.Column("lr").Steps());
        Assert.Equal([new Restart(22, 90, 50, 5)], fell.Report(fell.Column("loss")).Restarts);
        Assert.Equal([0, 10, 20, 30, 40, 50, 60], started.Column("loss").Steps());
        Assert.Equal([0, 10, 20, 30, 40, 50], started.Column("lr").Steps());
        Assert.Equal([new Restart(22, 90, 55, 4)], started.Report(started.Column("loss")).Restarts);
    }

    [Theory]
    [InlineData(3, "the checksum of a record's length is wrong")]
    [InlineData(9, "the checksum of a record's length is wrong")]
    [InlineData(14, "a record's checksum is wrong")]
    [InlineData(-1, "a record's checksum is wrong")]
    public void A_bad_record_is_counted_and_the_next_is_found(int at, string reason)
    {
        byte[][] records = [.. Enumerable.Range(0, 4).Select(t => BinaryLogs.Event(t, ("loss", 5 - t), ("lr", 0.5)))];
        var file = BinaryLogs.Events(records);
        var size = records[0].Length + 16;
        var second = file.Length - (3 * records[1].Length) - (3 * 16);
        file[at < 0 ? second + records[1].Length + 16 + at : second + at] ^= 0x10;

        var log = BinaryLogs.Read(file);

        Assert.True(size > 0);
        Assert.Equal([5, 3, 2], log.Column("loss").Values());
        Assert.Equal([new DroppedRows(reason, 1, 3)], log.Report(log.Column("loss")).Dropped);
    }

    [Fact]
    public void Names_of_frameworks_are_known_and_give_their_convention()
    {
        var huggingFace = BinaryLogs.Read(BinaryLogs.Events(
            BinaryLogs.Event(10, ("train/loss", 4.5)), BinaryLogs.Event(10, ("train/learning_rate", 1e-4)), BinaryLogs.Event(10, ("train/epoch", 0.1)), BinaryLogs.Event(10, ("eval/loss", 4.25))));
        var megatron = BinaryLogs.Read(BinaryLogs.Events(
            BinaryLogs.Event(10, ("lm loss", 4.5)), BinaryLogs.Event(5120, ("lm loss vs samples", 4.5)), BinaryLogs.Event(10, ("learning-rate", 1e-4)), BinaryLogs.Event(10, ("batch-size", 512)), BinaryLogs.Event(20, ("lm loss", 4))));

        Assert.Equal(["train/loss", "train/learning_rate", "eval/loss"], huggingFace.Columns.Select(column => column.Name));
        Assert.Equal((-1, -1), (huggingFace.Convention.LossShift, huggingFace.Convention.RateShift));
        Assert.Equal(["lm loss", "learning-rate"], megatron.Columns.Select(column => column.Name));
        // The loss of one iteration, not the console's mean; the rate of the next.
        Assert.Equal((-1, 0, false), (megatron.Convention.LossShift, megatron.Convention.RateShift, megatron.Convention.IsMeanSinceLastRow));
    }

    // Loss of update k at (k − 1)·B, rate of update k + 1 at k·B; the pipeline engine writes the loss at k·B.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Samples_are_steps_times_the_batch(int firstLoss)
    {
        var events = Enumerable.Range(0, 5).SelectMany(k => new[]
        {
            BinaryLogs.Event((k + firstLoss) * 256, ("Train/Samples/train_loss", 5 - k)),
            BinaryLogs.Event((k + 1) * 256, ("Train/Samples/lr", 0.125 * (k + 1))),
        });

        var log = BinaryLogs.Read(BinaryLogs.Events(events));

        Assert.Equal([0, 1, 2, 3, 4], log.Series(log.Column("train_loss")).Steps.ToArray());
        Assert.Equal([1, 2, 3, 4, 5], log.Series(log.Column("lr")).Steps.ToArray());
        Assert.Equal("DeepSpeed", log.Convention.Tool);
    }

    [Fact]
    public void A_folder_s_files_are_joined_by_their_timestamps_and_sub_runs_are_runs()
    {
        using var folder = new TemporaryFolder();
        Write("a/events.out.tfevents.1000000020.host.1.0.v2", Rows(5, 10));
        Write("a/events.out.tfevents.999999999.host.1.0", Rows(0, 7));
        Write("b/sub/events.out.tfevents.1000000000.host.1.0", Rows(0, 3));
        folder.Add("b/events.out.tfevents.1.empty", "");
        folder.Add("notes.txt", "nothing");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "c"), Path.Combine(folder.Path, "a"));

        var set = Runs.Read([folder.Path]);
        var one = Runs.Read([Path.Combine(folder.Path, "a")]);

        Assert.Equal(["a", "b/sub"], set.Runs.Select(run => run.Name));
        Assert.Equal(Enumerable.Range(0, 10), one.Steps());
        Assert.Equal((6, 5, 2L), one.Reports[0].Restarts.Select(restart => (restart.From, restart.To, restart.Rows)).Single());
        Assert.Equal("a", one.Runs[0].Name);
        foreach (var part in (string[])["c", "../x", "b", "b//sub", "/"])
        {
            var wrong = Assert.Throws<InputException>(() => Runs.Read([folder.Add("part.yaml", $"log: .\npart: {part}\n")]));
            Assert.Contains($"there is no run '{part}' with event files", wrong.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["b/sub"], Runs.Read([folder.Add("part.yaml", "log: .\npart: b/sub\n")]).Runs.Select(run => run.Name));

        void Write(string name, IEnumerable<byte[]> events) => File.WriteAllBytes(folder.Add(name, ""), BinaryLogs.Events(events));

        static IEnumerable<byte[]> Rows(int from, int to) =>
            Enumerable.Range(from, to - from).Select(t => BinaryLogs.Event(t, ("loss", double.Parse($"{9 - t}.5", CultureInfo.InvariantCulture)), ("lr", 0.5)));
    }
}
