using System.Buffers.Binary;

namespace Anneal.Formats;

/// <summary>
/// The records of a <c>.wandb</c> file: <c>:W&amp;B</c>, 0xBEE1, a version byte, then blocks of 32,768 bytes as in LevelDB's log. A
/// piece in a block is a checksum (4 bytes), a length (2), a type (1: whole, 2: first, 3: middle, 4: last) and the bytes; fewer
/// than seven bytes at the end of a block are padding. The checksum is zlib's CRC-32 of type and bytes.
/// </summary>
sealed class WandbRecords(ByteWindow bytes, Tally bad)
{
    const int Block = 1 << 15;
    const int Header = 7;
    const int Longest = 1 << 26;

    byte[] joined = new byte[1 << 12];

    /// <summary>What every such file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [(byte)':', (byte)'W', (byte)'&', (byte)'B', 0xE1, 0xBE, 0];

    /// <summary>The number of the record last returned, from 1; bad ones count.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the file ends inside a record.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>The next record whose checksums hold; valid until the next call.</summary>
    public bool Next(out ArraySegment<byte> record)
    {
        // Bytes collected of a record in pieces; −1 outside of one.
        var length = -1;
        record = default;
        if (bytes.Position == 0 && !bytes.Skip(Header)) return false;
        while (NextPiece(out var type, out var piece))
        {
            switch (type)
            {
                case 1:
                    if (length >= 0) Spoil("a record lacks its end");
                    Number++;
                    record = piece;
                    return true;
                case 2:
                    if (length >= 0) Spoil("a record lacks its end");
                    length = 0;
                    break;
                case 3 or 4 when length >= 0:
                    break;
                default:
                    // The rest of a record whose beginning was bad has been counted with that.
                    if (type is 3 or 4 && bad.Total > 0) continue;
                    Spoil(type is 3 or 4 ? "a record lacks its beginning" : "a record's type is none");
                    length = -1;
                    continue;
            }

            if (length + piece.Count > Longest)
            {
                Spoil("a record is longer than 64 MiB");
                length = -1;
                continue;
            }

            if (joined.Length < length + piece.Count) Array.Resize(ref joined, Math.Max(2 * joined.Length, length + piece.Count));
            piece.AsSpan().CopyTo(joined.AsSpan(length));
            length += piece.Count;
            if (type != 4) continue;
            Number++;
            record = new(joined, 0, length);
            return true;
        }

        IsCutOff |= length >= 0;
        return false;
    }

    bool NextPiece(out byte type, out ArraySegment<byte> piece)
    {
        (type, piece) = (0, default);
        var failed = false;
        while (true)
        {
            var left = Block - (int)(bytes.Position % Block);
            if (left < Header)
            {
                if (!bytes.Skip(left)) return false;
                continue;
            }

            if (!bytes.Has(Header))
            {
                IsCutOff = bytes.Has(1);
                return false;
            }

            var head = bytes.Next(Header).AsSpan();
            var length = BinaryPrimitives.ReadUInt16LittleEndian(head[4..]);
            type = head[6];
            if (type == 0 && length == 0)
            {
                // Bytes that were set aside and not written yet.
                if (!bytes.Skip(left)) return false;
                continue;
            }

            if (length > left - Header)
            {
                if (!failed) Spoil("a record's length is wrong");
                if (!bytes.Skip(left)) return false;
                failed = false;
                continue;
            }

            if (!bytes.Has(Header + length))
            {
                IsCutOff = true;
                return false;
            }

            var whole = bytes.Next(Header + length);
            var holds = BinaryPrimitives.ReadUInt32LittleEndian(whole) == Checksum.Crc32(whole.AsSpan(Header - 1));
            if (holds)
            {
                bytes.Skip(whole.Count);
                piece = whole[Header..];
                return true;
            }

            // The length is not checked apart: if what follows is bad too, it is not to be trusted, and the next block is.
            if (!failed) Spoil("a record's checksum is wrong");
            if (!bytes.Skip(failed ? left : whole.Count)) return false;
            failed = !failed;
        }
    }

    void Spoil(string reason) => bad.Add(reason, ++Number);
}
