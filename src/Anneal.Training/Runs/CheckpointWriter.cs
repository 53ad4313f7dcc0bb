using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Anneal.Training.Runs;

/// <summary>Writes the fields of a checkpoint, little-endian, and at the end the SHA-256 of all of them.</summary>
sealed class CheckpointWriter(Stream stream) : IDisposable
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    public void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Block(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        Bytes(bytes);
    }

    public void Text(string text) => Block(Encoding.UTF8.GetBytes(text));

    public void Doubles(ReadOnlySpan<double> values)
    {
        Number(values.Length);
        Bytes(MemoryMarshal.AsBytes(values));
    }

    public void Floats(string name, int rows, int columns, ReadOnlySpan<float> values)
    {
        Text(name);
        Number(rows);
        Number(columns);
        Bytes(MemoryMarshal.AsBytes(values));
    }

    public void End() => stream.Write(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
