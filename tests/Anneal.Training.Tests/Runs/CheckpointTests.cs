using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

public sealed class CheckpointTests : IDisposable
{
    readonly RunFolder folder = new();
    readonly TrainingJob job = new(RunFolder.Read(), 1);

    public void Dispose()
    {
        job.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void It_restores_every_number()
    {
        Advance(3);
        Checkpoint.Write(folder["c"], job, "rows"u8.ToArray());
        using var other = new TrainingJob(RunFolder.Read(), 1);

        var checkpoint = Checkpoint.Read(folder["c"]);
        checkpoint.Restore(other);

        Assert.Equal("rows"u8, checkpoint.Log.Span);
        Assert.Equal((3, 12L, 3L), (other.Step, other.Samples, other.Optimizer.Steps));
        Assert.Equal(job.Model.Parameters.SelectMany(p => p.Values), other.Model.Parameters.SelectMany(p => p.Values));
        Assert.Equal(job.Optimizer.State.SelectMany(s => s.Values), other.Optimizer.State.SelectMany(s => s.Values));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        Advance(1);
        Checkpoint.Write(folder["c"], job, default);
        var whole = File.ReadAllBytes(folder["c"]);
        for (var length = 0; length < whole.Length; length += 1 + (whole.Length / 50))
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            var error = Assert.Throws<InputException>(() => Checkpoint.Read(folder["cut"]));
            Assert.Equal(folder["cut"], error.Path);
        }
    }

    [Fact]
    public void A_flipped_bit_is_noticed_wherever_it_is()
    {
        Advance(1);
        Checkpoint.Write(folder["c"], job, default);
        var bytes = File.ReadAllBytes(folder["c"]);
        for (var i = 0; i < bytes.Length; i += 1 + (bytes.Length / 50))
        {
            bytes[i] ^= 4;
            File.WriteAllBytes(folder["bad"], bytes);
            Assert.Throws<InputException>(() => Checkpoint.Read(folder["bad"]));
            bytes[i] ^= 4;
        }
    }

    [Theory]
    [InlineData("width: 8", "width: 16", "'model'")]
    [InlineData("vocabulary: 16", "vocabulary: 12", "'data'")]
    [InlineData("1e-2, 1e-3", "2e-2, 1e-3", "'schedule'")]
    public void One_of_another_configuration_is_refused_and_changes_nothing(string from, string to, string key)
    {
        Checkpoint.Write(folder["c"], job, default);
        using var other = new TrainingJob(RunFolder.Read(RunFolder.Config.Replace(from, to, StringComparison.Ordinal)), 1);
        var before = other.Model.Parameters.SelectMany(p => p.Values).ToArray();

        var error = Assert.Throws<InputException>(() => Checkpoint.Read(folder["c"]).Restore(other));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Model.Parameters.SelectMany(p => p.Values));
    }

    [Fact]
    public void Another_text_under_the_same_name_is_refused()
    {
        var config = RunFolder.Read($"model: {{kind: transformer, context: 4, width: 8, depth: 1, heads: 1}}\ndata: {{kind: text, path: {folder["text"]}}}\nschedule: constant(1e-3, 5)");
        File.WriteAllText(folder["text"], new string('a', 400));
        using (var one = new TrainingJob(config, 1)) Checkpoint.Write(folder["c"], one, default);
        File.WriteAllText(folder["text"], new string('b', 400));
        using var other = new TrainingJob(config, 1);

        Assert.Contains("text", Assert.Throws<InputException>(() => Checkpoint.Read(folder["c"]).Restore(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_may_have_other_rates_and_no_other_model()
    {
        Advance(2);
        Checkpoint.Write(folder["c"], job, default);
        using var cooled = new TrainingJob(RunFolder.Read().Branch(2, new Anneal.Schedules.Linear(1e-2, 0, 4)), 1);
        using var wider = new TrainingJob(RunFolder.Read(RunFolder.Config.Replace("width: 8", "width: 16", StringComparison.Ordinal)), 1);

        Checkpoint.Read(folder["c"]).Branch(cooled);

        Assert.Equal(2, cooled.Step);
        Assert.Throws<InputException>(() => Checkpoint.Read(folder["c"]).Branch(wider));
    }

    [Fact]
    public void A_folder_is_no_checkpoint()
    {
        Directory.CreateDirectory(folder["run"]);

        Assert.Contains("this is a folder", Assert.Throws<InputException>(() => Checkpoint.Read(folder["run"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_leaves_the_checkpoint_that_was_there()
    {
        Checkpoint.Write(folder["c"], job, default);
        var before = File.ReadAllBytes(folder["c"]);
        Advance(2);

        var error = Assert.Throws<InputException>(() => Checkpoint.Write(folder["c"], job, default, stream => new Full(stream, 2000)));

        Assert.Contains("No space", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["c"]));
        Assert.Equal(["c"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder["c"])!).Select(Path.GetFileName));
    }

    [Fact]
    public void Parameters_that_are_no_numbers_replace_no_checkpoint()
    {
        Checkpoint.Write(folder["c"], job, default);
        var before = File.ReadAllBytes(folder["c"]);
        job.Model.Parameters[1].Values[3] = float.NaN;

        Assert.Throws<DivergenceException>(() => Checkpoint.Write(folder["c"], job, default));

        Assert.Equal(before, File.ReadAllBytes(folder["c"]));
    }

    [Fact]
    public void What_is_no_checkpoint_is_said_to_be_none()
    {
        File.WriteAllText(folder["c"], "step,lr,train_loss\n0,1e-3,5\n");

        Assert.Contains("no checkpoint", Assert.Throws<InputException>(() => Checkpoint.Read(folder["c"])).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Checkpoint.Read(folder["none"]));
    }

    void Advance(int steps)
    {
        for (var i = 0; i < steps; i++) job.Next();
    }

    /// <summary>A disk on which so many bytes are left.</summary>
    sealed class Full(Stream inner, long room) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (inner.Length + buffer.Length > room) throw new IOException("No space left on device");
            inner.Write(buffer);
        }
    }
}
