using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Anneal.Training.Runs;

/// <summary>Reads the fields of a checkpoint whose sum of bits is right.</summary>
sealed class CheckpointReader
{
    const int HashBytes = SHA256.HashSizeInBytes;

    readonly string path;
    readonly Stream stream;

    /// <summary>Goes over the whole file first.</summary>
    /// <exception cref="InputException">It is cut off or damaged.</exception>
    public CheckpointReader(string path, Stream stream)
    {
        (this.path, this.stream) = (path, stream);
        if (stream.Length < HashBytes) throw Damaged();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = stream.Length - HashBytes; left > 0;)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0) throw Damaged();
            hash.AppendData(buffer, 0, count);
            left -= count;
        }

        stream.ReadExactly(buffer, 0, HashBytes);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, HashBytes))) throw Damaged();
        stream.Position = 0;
    }

    public InputException Damaged(Exception? inner = null) => new(
        path, 0, "the checkpoint is cut off or damaged; go on from another one (those that were kept lie beside it), or begin anew.", inner);

    public void Bytes(Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException error)
        {
            throw Damaged(error);
        }
    }

    public long Number()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public byte[] Block()
    {
        var bytes = new byte[Length(Number(), 1)];
        Bytes(bytes);
        return bytes;
    }

    public string Text() => Encoding.UTF8.GetString(Block());

    public double[] Doubles()
    {
        var values = new double[Length(Number(), sizeof(double))];
        Bytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public CheckpointArray Floats()
    {
        var (name, rows, columns) = (Text(), Number(), Number());
        if (rows < 0 || columns < 0 || rows > int.MaxValue || columns > int.MaxValue) throw Damaged();
        var values = new float[Length(rows * columns, sizeof(float))];
        Bytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return new(name, (int)rows, (int)columns, values);
    }

    // What another program wrote under our name may say anything.
    long Length(long count, int size) => count >= 0 && count <= (stream.Length - stream.Position) / size ? count : throw Damaged();
}

/// <summary>An array of a checkpoint.</summary>
sealed record CheckpointArray(string Name, int Rows, int Columns, float[] Values)
{
    /// <summary>Its shape, for messages.</summary>
    public string Shape => FormattableString.Invariant($"{Name} ({Rows} × {Columns})");
}
