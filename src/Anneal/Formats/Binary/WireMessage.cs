using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>The fields of one protobuf message, read from Google's stream by number and wire type.</summary>
/// <remarks>
/// Messages are read where they lie, without classes for them: of an event a few numbers are wanted, two million times. A field
/// of another wire type than expected is another tag, and skipped like an unknown one.
/// </remarks>
readonly ref struct WireMessage
{
    /// <summary>The stream, to read a field's value from.</summary>
    public readonly CodedInputStream Input;

    readonly long end;

    WireMessage(CodedInputStream input, long end) => (Input, this.end) = (input, end);

    /// <summary>A whole message.</summary>
    public static WireMessage Of(ArraySegment<byte> bytes)
    {
        var input = new CodedInputStream(bytes.Array, bytes.Offset, bytes.Count);
        // Positions count from the beginning of the array.
        return new WireMessage(input, input.Position + bytes.Count);
    }

    /// <summary>What a field with a number of variable length begins with.</summary>
    public static uint Varint(int field) => WireFormat.MakeTag(field, WireFormat.WireType.Varint);

    /// <summary>What a field with four bytes begins with.</summary>
    public static uint Fixed32(int field) => WireFormat.MakeTag(field, WireFormat.WireType.Fixed32);

    /// <summary>What a field with eight bytes begins with.</summary>
    public static uint Fixed64(int field) => WireFormat.MakeTag(field, WireFormat.WireType.Fixed64);

    /// <summary>What a field with a length begins with: text, bytes, a message, packed numbers.</summary>
    public static uint Sized(int field) => WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    /// <summary>Whether another field follows, and its tag; what was not read of the one before must have been skipped.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no message.</exception>
    public bool Next(out uint tag)
    {
        tag = IsAtEnd ? 0 : Input.ReadTag();
        return tag != 0;
    }

    /// <summary>Whether all of it was read.</summary>
    /// <exception cref="InvalidDataException">A field went beyond its end.</exception>
    public bool IsAtEnd
    {
        get
        {
            RequireInside(Input.Position);
            return Input.Position == end;
        }
    }

    /// <summary>The message in the field just met.</summary>
    public WireMessage Message()
    {
        var length = Input.ReadLength();
        var inner = Input.Position + length;
        RequireInside(length < 0 ? long.MaxValue : inner);
        return new WireMessage(Input, inner);
    }

    /// <summary>Passes the field just met.</summary>
    public void Skip() => Input.SkipLastField();

    void RequireInside(long position)
    {
        if (position > end) throw new InvalidDataException("A field is longer than its message.");
    }
}
