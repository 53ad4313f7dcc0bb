using System.Buffers.Binary;
using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>The number in a tensor that holds one.</summary>
/// <remarks>
/// <c>TensorProto{dtype=1, tensor_content=4, float_val=5, double_val=6, half_val=13}</c> with the types FLOAT = 1, DOUBLE = 2,
/// BFLOAT16 = 14, HALF = 19. Contents are little-endian; both half types share <c>half_val</c>, their bits as whole numbers.
/// </remarks>
static class ScalarTensor
{
    const int Float = 1;
    const int Double = 2;
    const int BFloat16 = 14;
    const int Half = 19;

    static readonly uint Type = WireMessage.Varint(1);
    static readonly uint Content = WireMessage.Sized(4);

    /// <summary>Reads a tensor; null if it holds something else than one number.</summary>
    public static double? Read(WireMessage tensor)
    {
        var (type, content, count) = (0, ByteString.Empty, 0);
        var (asSingle, asDouble, asBits) = (0f, 0.0, 0);
        while (tensor.Next(out var tag))
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            var isPacked = tag == WireMessage.Sized(field);
            if (tag == Type) type = tensor.Input.ReadEnum();
            else if (tag == Content) content = tensor.Input.ReadBytes();
            else if (isPacked && field is 5 or 6 or 13) ReadPacked(tensor.Message(), field);
            else if (tag == WireMessage.Fixed32(5) || tag == WireMessage.Fixed64(6) || tag == WireMessage.Varint(13)) ReadOne(tensor.Input, field);
            else tensor.Skip();
        }

        if (!content.IsEmpty) return Decode(type, content.Span);
        // A number left out is 0, as everywhere in protobuf.
        return (type, count) switch
        {
            (Float, <= 1) => asSingle,
            (Double, <= 1) => asDouble,
            (BFloat16, <= 1) => FromBFloat16((ushort)asBits),
            (Half, <= 1) => (double)BitConverter.UInt16BitsToHalf((ushort)asBits),
            _ => null,
        };

        void ReadPacked(WireMessage numbers, int field)
        {
            // Not a message, but bounded like one.
            while (!numbers.IsAtEnd) ReadOne(numbers.Input, field);
        }

        void ReadOne(CodedInputStream input, int field)
        {
            count++;
            if (field == 5) asSingle = input.ReadFloat();
            else if (field == 6) asDouble = input.ReadDouble();
            else asBits = input.ReadInt32();
        }
    }

    static double? Decode(int type, ReadOnlySpan<byte> content) => (type, content.Length) switch
    {
        (Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(content),
        (Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(content),
        (BFloat16, 2) => FromBFloat16(BinaryPrimitives.ReadUInt16LittleEndian(content)),
        (Half, 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(content),
        _ => null,
    };

    // The upper half of a single.
    static double FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
