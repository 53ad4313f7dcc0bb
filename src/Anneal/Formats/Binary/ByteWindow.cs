namespace Anneal.Formats;

/// <summary>The bytes of a stream, looked at through a window that only moves on.</summary>
sealed class ByteWindow(Stream stream, IProgress<long>? progress, CancellationToken cancellation)
{
    const int StepOfProgress = 1 << 22;

    byte[] buffer = new byte[1 << 17];
    int start;
    int end;
    long nextReport = StepOfProgress;

    /// <summary>How many bytes were passed.</summary>
    public long Position { get; private set; }

    /// <summary>Whether so many bytes are left.</summary>
    public bool Has(int count)
    {
        while (end - start < count)
        {
            if (!Fill(count)) return false;
        }

        return true;
    }

    /// <summary>The next bytes, which <see cref="Has"/> has found; valid until the next call.</summary>
    public ArraySegment<byte> Next(int count) => new(buffer, start, count);

    /// <summary>Passes bytes, as many as there are.</summary>
    /// <returns>Whether there were so many.</returns>
    public bool Skip(long count)
    {
        while (count > end - start)
        {
            count -= end - start;
            Position += end - start;
            start = end;
            if (!Fill(1)) return false;
        }

        start += (int)count;
        Position += count;
        return true;
    }

    bool Fill(int wanted)
    {
        cancellation.ThrowIfCancellationRequested();
        buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - start);
        // Grown as bytes arrive: a length that is wrong takes no memory.
        if (end == buffer.Length && end < wanted) Array.Resize(ref buffer, 2 * buffer.Length);
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        if (Position + end >= nextReport)
        {
            progress?.Report(Position + end);
            nextReport = Position + end + StepOfProgress;
        }

        return read > 0;
    }
}
