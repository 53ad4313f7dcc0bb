using Anneal.Formats;

namespace Anneal.Tests.Formats;

/// <summary>
/// Every truncation and every single flipped bit: a damaged binary log is read in part or refused with one sentence, in little
/// memory, and where there are checksums no number is read that was not written.
/// </summary>
public sealed class BinaryDamageTests
{
    const long MostBytes = 1 << 20;

    // The golden files, and longer ones of which something is left when one record is lost.
    static readonly Dictionary<string, byte[]> Logs = new(StringComparer.Ordinal)
    {
        ["W&B offline"] = BinaryLogs.Wandb,
        ["TensorBoard"] = BinaryLogs.TensorBoard,
        ["longer W&B offline"] = BinaryLogs.WandbFile(Enumerable.Range(0, 5).Select(t => BinaryLogs.History(t, ("train/loss", $"{9 - t}"), ("lr", "3e-4")))),
        ["longer TensorBoard"] = BinaryLogs.Events(Enumerable.Range(0, 5).Select(t => BinaryLogs.Event(t, ("loss", 9 - t), ("lr", 0.5)))),
    };

    public static TheoryData<string> Names => [.. Logs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_log_that_is_cut_off_gives_what_came_before_and_says_so(string name)
    {
        var whole = Logs[name];
        var truth = Points(Read(name, whole)!);
        for (var length = 0; length < whole.Length; length++)
        {
            var log = Read(name, whole[..length]);
            if (log is null) continue;
            Assert.Subset(truth, Points(log));
            Assert.All(log.Columns, column => Assert.True(IsPrefix(column, truth)));
            // Between two records nothing shows that there were more.
            Assert.NotEqual(EndsAtRecord(name, whole, length), log.Report(log.Columns[0]).TruncatedLine > 0);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_flipped_bit_is_found_out_and_no_wrong_number_is_read(string name)
    {
        var whole = Logs[name];
        var clean = Read(name, whole)!;
        var truth = Points(clean);
        var kept = 0;
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Read(name, flipped) is not { } log) continue;
            kept++;
            var points = Points(log);
            Assert.Subset(truth, points);
            if (points.Count == truth.Count) continue;
            var report = log.Report(log.Columns[0]);
            Assert.True(!report.Dropped.IsEmpty || report.TruncatedLine > 0, $"{name}, bit {bit}: values are gone and nothing is said");
        }

        if (name.StartsWith("longer", StringComparison.Ordinal)) Assert.True(kept > 6 * whole.Length, $"{name}: only {kept} of {8 * whole.Length} were read");
    }

    [Fact]
    public void A_database_with_a_flipped_bit_or_cut_off_is_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(MlflowTests.Database(folder, "whole.db", pageSize: 512));
        var path = Path.Combine(folder.Path, "damaged.db");
        var (reader, query, read, refused) = (new MlflowDatabaseReader(), new LogQuery { Part = "same (r1000000)" }, 0, 0);
        for (var length = 0; length < whole.Length; length += length < 600 ? 1 : 37)
        {
            File.WriteAllBytes(path, whole[..length]);
            Try();
        }

        Assert.True(refused > 500);
        File.WriteAllBytes(path, whole);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            for (var bit = 0; bit < 8 * whole.Length; bit++)
            {
                Write(file, bit / 8, (byte)(whole[bit / 8] ^ (1 << (bit % 8))));
                Try();
                Write(file, bit / 8, whole[bit / 8]);
            }
        }

        Assert.True(read > 1000);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);

        static void Write(FileStream file, long at, byte value)
        {
            file.Position = at;
            file.WriteByte(value);
        }

        void Try()
        {
            try
            {
                using var source = LogFiles.Open(path);
                Assert.NotNull(reader.Read(source, query, null, default));
                read++;
            }
            catch (InputException error)
            {
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }
    }

    [Fact]
    public void A_length_that_is_not_true_takes_no_memory()
    {
        // 2⁶² bytes, with the right checksum; and 16 MiB of which ten bytes are there.
        foreach (var length in new[] { 1UL << 62, 1UL << 24 })
        {
            var head = new byte[12];
            BitConverter.TryWriteBytes(head, length);
            BitConverter.TryWriteBytes(head.AsSpan(8), Checksum.Masked(head.AsSpan(0, 8)));

            var log = Read("TensorBoard", [.. BinaryLogs.TensorBoard, .. head, .. new byte[10]])!;

            var report = log.Report(log.Columns[0]);
            Assert.Equal([2.5, 2.25], log.Columns[0].Values());
            Assert.True(report.TruncatedLine > 0 || report.Dropped.Length > 0);
        }
    }

    static RawLog? Read(string name, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return BinaryLogs.Read(bytes, name.Replace("longer ", "", StringComparison.Ordinal));
        }
        catch (InputException error)
        {
            Assert.StartsWith("log", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }
    }

    static HashSet<(string, int, double)> Points(RawLog log) =>
        [.. log.Columns.SelectMany(column => column.Steps().Zip(column.Values(), (step, value) => (column.Name, step, value)))];

    static bool IsPrefix(LogColumn column, HashSet<(string Name, int Step, double)> truth) =>
        truth.Where(point => point.Name == column.Name).Select(point => point.Step).Order().Take(column.Points.Count).SequenceEqual(column.Steps());

    // The file is as long as its beginning and some whole records: nothing more could be said.
    static bool EndsAtRecord(string name, byte[] whole, int length)
    {
        if (name.EndsWith("TensorBoard", StringComparison.Ordinal))
        {
            var at = 0;
            while (at < length) at += 16 + BitConverter.ToInt32(whole, at);
            return at == length;
        }
        else
        {
            var at = 7;
            while (at < length) at += 7 + BitConverter.ToUInt16(whole, at + 4);
            return at == length;
        }
    }
}
