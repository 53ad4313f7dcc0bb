using System.Buffers.Binary;
using Anneal.Formats;
using Google.Protobuf;

namespace Anneal.Tests.Formats;

/// <summary>Binary logs: two whose bytes the formats' own programs wrote or read, and a writer for others.</summary>
static class BinaryLogs
{
    /// <summary>Two records, the first with keys, the second with nested keys; read by W&amp;B's own code as below.</summary>
    public static byte[] Wandb => Convert.FromHexString(
        "3a572642e1be0066a7368e380001080112340a120a0a747261696e2f6c6f7373820103322e350a0d0a026c72820106302e303030330a0b0a055f73746570"
        + "820101311202080163ca3b25390001080212350a13120a747261696e2f6c6f7373820104322e32350a0d12026c72820106302e303030330a0b12055f"
        + "7374657082010132"
        + "12020802");

    /// <summary>The version, step 1 with a simple loss of 2.5, step 2 with a tensor of 2.25.</summary>
    public static byte[] TensorBoard => Convert.FromHexString(
        "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a"
        + "1a00000000000000129bd82d09000000000000004010012a0d0a0b0a046c6f73731500002040e3a528e0"
        + "2e00000000000000c5cb57fa09000000000000084010022a210a1f0a046c6f7373420a080112002204000010404a0b0a090a077363616c617273d52f11e7");

    /// <summary>An event file: the version, then these records.</summary>
    public static byte[] Events(params IEnumerable<byte[]> records) =>
        [.. Framed(Message(m => Text(m, 3, "brain.Event:2"))), .. records.SelectMany(Framed)];

    /// <summary>An event with simple values.</summary>
    public static byte[] Event(long step, params (string Tag, double Value)[] values) => Message(m =>
    {
        Number(m, 2, step);
        Sized(m, 5, Message(summary =>
        {
            foreach (var (tag, value) in values)
            {
                Sized(summary, 1, Message(v =>
                {
                    Text(v, 1, tag);
                    v.WriteTag(2, WireFormat.WireType.Fixed32);
                    v.WriteFloat((float)value);
                }));
            }
        }));
    });

    /// <summary>An event with one tensor.</summary>
    public static byte[] TensorEvent(long step, string tag, Action<CodedOutputStream> tensor) => Message(m =>
    {
        Number(m, 2, step);
        Sized(m, 5, Message(summary => Sized(summary, 1, Message(v =>
        {
            Text(v, 1, tag);
            Sized(v, 8, Message(tensor));
        }))));
    });

    /// <summary>A session that starts at a step.</summary>
    public static byte[] Start(long step) => Message(m =>
    {
        Number(m, 2, step);
        Sized(m, 7, Message(session => Number(session, 1, 1)));
    });

    /// <summary>A <c>.wandb</c> file with these records, cut into blocks.</summary>
    public static byte[] WandbFile(params IEnumerable<byte[]> records)
    {
        const int Block = 1 << 15;
        var file = new List<byte>(WandbRecords.Magic.ToArray());
        foreach (var record in records)
        {
            var (rest, first) = (record.AsMemory(), true);
            while (first || rest.Length > 0)
            {
                var left = Block - (file.Count % Block);
                if (left < 7)
                {
                    file.AddRange(new byte[left]);
                    continue;
                }

                var size = Math.Min(rest.Length, left - 7);
                var type = (byte)((first, size == rest.Length) switch { (true, true) => 1, (true, false) => 2, (false, false) => 3, _ => 4 });
                byte[] piece = [type, .. rest.Span[..size]];
                var head = new byte[6];
                BinaryPrimitives.WriteUInt32LittleEndian(head, Checksum.Crc32(piece));
                BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), (ushort)size);
                file.AddRange(head);
                file.AddRange(piece);
                (rest, first) = (rest[size..], false);
            }
        }

        return [.. file];
    }

    /// <summary>A record of W&amp;B's history.</summary>
    public static byte[] History(long step, params (string Key, string Json)[] items) => Message(m => Sized(m, 2, Message(history =>
    {
        foreach (var (key, json) in items)
        {
            Sized(history, 1, Message(item =>
            {
                Text(item, 1, key);
                Text(item, 16, json);
            }));
        }

        Sized(history, 2, Message(s => Number(s, 1, step)));
    })));

    /// <summary>A record of another kind, of a size.</summary>
    public static byte[] Output(int size) => Message(m => Text(m, 4, new string('x', size)));

    public static RawLog Read(byte[] bytes, string? format = null, LogQuery? query = null)
    {
        using var source = new LogSource(new MemoryStream(bytes), "log");
        return RunReaders.Read(source, query ?? LogQuery.Default, null, default, format);
    }

    public static LogColumn Column(this RawLog log, string name) => log.Columns.First(column => column.Name == name);

    public static int[] Steps(this LogColumn column) => column.Points.Steps.ToArray();

    public static double[] Values(this LogColumn column) => column.Points.Values.ToArray();

    public static byte[] Framed(byte[] bytes)
    {
        var record = new byte[bytes.Length + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Checksum.Masked(record.AsSpan(0, 8)));
        bytes.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + bytes.Length), Checksum.Masked(bytes));
        return record;
    }

    public static byte[] Message(Action<CodedOutputStream> fields)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) fields(output);
        return bytes.ToArray();
    }

    public static void Number(CodedOutputStream to, int field, long value)
    {
        to.WriteTag(field, WireFormat.WireType.Varint);
        to.WriteInt64(value);
    }

    public static void Text(CodedOutputStream to, int field, string value)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteString(value);
    }

    public static void Sized(CodedOutputStream to, int field, byte[] value)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteBytes(ByteString.CopyFrom(value));
    }
}
