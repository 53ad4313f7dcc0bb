using System.Text;
using System.Text.Unicode;

namespace Anneal.Formats;

/// <summary>An opened log: where it came from, its first bytes, and the whole of it as a stream.</summary>
sealed class LogSource : IDisposable
{
    const int HeadSize = 1 << 16;

    readonly byte[] head;

    /// <summary>Whether rows are never joined, however many there are: a schedule's table is exact.</summary>
    public bool KeepsEveryRow { get; set; }

    /// <summary>Reads the head of a stream, which is disposed of with this.</summary>
    public LogSource(Stream stream, string path)
    {
        Path = path;
        head = new byte[HeadSize];
        var length = stream.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        Array.Resize(ref head, length);
        File = (stream as FileStream)?.Name;
        Length = stream.CanSeek ? stream.Length : null;
        Stream = new Rejoined(head, stream);
    }

    /// <summary>How messages name it.</summary>
    public string Path { get; }

    /// <summary>The file it comes from, for what must open it itself; null for other streams.</summary>
    public string? File { get; }

    /// <summary>Up to 64 KiB from the beginning.</summary>
    public ReadOnlySpan<byte> Head => head;

    /// <summary>All bytes, the head included, once.</summary>
    public Stream Stream { get; }

    /// <summary>The number of bytes, if it is known beforehand.</summary>
    public long? Length { get; }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    /// <summary>Says why these bytes are no text.</summary>
    /// <param name="starts">What is wanted begins with, for an empty file: a clause.</param>
    /// <param name="give">What is wanted, for a file that is no text: with an article.</param>
    /// <exception cref="InputException">The source is empty, in UTF-16, or not text.</exception>
    public void RequireText(string starts = "a log starts with a header that names step, lr and loss", string give = "a CSV or JSON Lines log")
    {
        if (head.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0 || head.AsSpan().SequenceEqual(Encoding.UTF8.Preamble))
            throw new InputException(Path, 1, $"the file is empty; {starts}.");
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InputException(Path, 1, "the file is in UTF-16; save it as UTF-8.");
        var control = head.AsSpan().IndexOfAnyInRange<byte>(0, 8);
        // The head may end inside a character.
        var broken = Utf8.IsValid(head) || (head.Length == HeadSize && Enumerable.Range(1, 3).Any(n => Utf8.IsValid(head.AsSpan(..^n))))
            ? -1
            : FirstInvalid();
        var at = control >= 0 && (broken < 0 || control < broken) ? control : broken;
        if (at < 0) return;
        var line = 1 + head.AsSpan(0, at).Count((byte)'\n');
        throw new InputException(Path, line, $"the file is not text (byte 0x{head[at]:X2} at offset {at}); give {give}.");
    }

    int FirstInvalid()
    {
        var rest = head.AsSpan();
        while (Rune.DecodeFromUtf8(rest, out _, out var consumed) == System.Buffers.OperationStatus.Done)
            rest = rest[consumed..];
        return head.Length - rest.Length;
    }

    sealed class Rejoined(byte[] head, Stream rest) : Stream
    {
        int taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (taken == head.Length) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, head.Length - taken);
            head.AsSpan(taken, count).CopyTo(buffer);
            taken += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
