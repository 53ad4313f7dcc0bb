namespace Anneal.Formats;

/// <summary>The lines of a stream as bytes, without their ends (LF or CRLF) and without a byte-order mark.</summary>
sealed class LineReader(LogSource source, IProgress<long>? progress, CancellationToken cancellation)
{
    const int LongestLine = 1 << 24;
    const int StepOfProgress = 1 << 22;

    readonly Stream stream = source.Stream;
    byte[] buffer = new byte[1 << 16];
    int start;
    int end;
    bool exhausted;
    long bytes;
    long nextReport = StepOfProgress;

    /// <summary>The number of the line last returned, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of bytes of the lines returned so far.</summary>
    public long Taken => bytes - (end - start);

    /// <summary>Whether the line last returned had a line end; only a file's last line can lack one.</summary>
    public bool IsTerminated { get; private set; } = true;

    /// <summary>The next line; its bytes are valid until the next call.</summary>
    /// <exception cref="InputException">A line is longer than 16 MiB.</exception>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var scanned = start;
        while (true)
        {
            var length = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(scanned + length);
                start++;
                return true;
            }

            if (exhausted)
            {
                IsTerminated = false;
                line = default;
                if (start == end) return false;
                line = Take(end);
                return true;
            }

            scanned = end - start;
            Fill();
        }
    }

    ReadOnlySpan<byte> Take(int to)
    {
        var line = buffer.AsSpan(start..to);
        start = to;
        if (++Line == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    void Fill()
    {
        cancellation.ThrowIfCancellationRequested();
        buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= LongestLine)
                throw new InputException(source.Path, Line + 1, "the line is longer than 16 MiB, so this is not a log of one row a line.");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        exhausted = read == 0;
        end += read;
        bytes += read;
        if (bytes < nextReport) return;
        progress?.Report(bytes);
        nextReport = bytes + StepOfProgress;
    }
}
