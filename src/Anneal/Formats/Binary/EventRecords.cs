using System.Buffers.Binary;

namespace Anneal.Formats;

/// <summary>
/// The records of a TFRecord file: length (8 bytes), its masked CRC-32C (4), the bytes, their masked CRC-32C (4); little-endian.
/// </summary>
sealed class EventRecords(ByteWindow bytes, Tally bad)
{
    const int Header = 12;
    const int Footer = 4;
    const int Longest = 1 << 24;

    /// <summary>The number of the record last returned, from 1; bad ones count.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the file ends inside a record.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Whether these are the length of a record and its checksum.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> head) =>
        head.Length >= Header && Checksum.Masked(head[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);

    /// <summary>The next record whose checksums hold; valid until the next call.</summary>
    public bool Next(out ArraySegment<byte> record)
    {
        record = default;
        var isLost = false;
        while (bytes.Has(Header))
        {
            var head = bytes.Next(Header).AsSpan();
            if (!IsHeader(head))
            {
                // Without its length the next record is found by its own: the first place whose checksum holds.
                if (!isLost) Spoil("the checksum of a record's length is wrong");
                isLost = true;
                bytes.Skip(1);
                continue;
            }

            isLost = false;
            var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (length > Longest)
            {
                // Pictures and the like; no number is so long.
                Spoil("a record is longer than 16 MiB");
                if (!bytes.Skip((long)Math.Min(length, long.MaxValue / 2) + Header + Footer)) break;
                continue;
            }

            var size = (int)length;
            if (!bytes.Has(Header + size + Footer))
            {
                IsCutOff = true;
                return false;
            }

            var whole = bytes.Next(Header + size + Footer);
            bytes.Skip(whole.Count);
            record = whole.Slice(Header, size);
            if (Checksum.Masked(record) == BinaryPrimitives.ReadUInt32LittleEndian(whole[(Header + size)..]))
            {
                Number++;
                return true;
            }

            Spoil("a record's checksum is wrong");
        }

        IsCutOff = !isLost && bytes.Has(1);
        return false;
    }

    void Spoil(string reason) => bad.Add(reason, ++Number);
}
