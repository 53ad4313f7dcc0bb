using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>The numbers of one TensorBoard event; reused from event to event.</summary>
/// <remarks>
/// <c>Event{wall_time=1, step=2, file_version=3, summary=5, session_log=7}</c>, <c>SessionLog{status=1}</c> with START = 1,
/// <c>Summary{repeated value=1}</c>, <c>Value{tag=1, simple_value=2, tensor=8}</c>.
/// </remarks>
sealed class ScalarEvent
{
    const int Start = 1;

    static readonly uint StepField = WireMessage.Varint(2);
    static readonly uint Summary = WireMessage.Sized(5);
    static readonly uint SessionLog = WireMessage.Sized(7);
    static readonly uint Status = WireMessage.Varint(1);
    static readonly uint ValueField = WireMessage.Sized(1);
    static readonly uint Tag = WireMessage.Sized(1);
    static readonly uint SimpleValue = WireMessage.Fixed32(2);
    static readonly uint Tensor = WireMessage.Sized(8);

    /// <summary>The step; 0 where it is not written.</summary>
    public long Step { get; private set; }

    /// <summary>Whether a session starts at this step, so that later steps of before are void.</summary>
    public bool IsStart { get; private set; }

    /// <summary>Tags and their numbers.</summary>
    public List<(string Tag, double Value)> Values { get; } = [];

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no event.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public void Read(ArraySegment<byte> bytes)
    {
        (Step, IsStart) = (0, false);
        Values.Clear();
        var record = WireMessage.Of(bytes);
        while (record.Next(out var tag))
        {
            if (tag == StepField) Step = record.Input.ReadInt64();
            else if (tag == Summary) ReadSummary(record.Message());
            else if (tag == SessionLog) ReadSession(record.Message());
            else record.Skip();
        }
    }

    void ReadSession(WireMessage session)
    {
        while (session.Next(out var tag))
        {
            if (tag == Status) IsStart = session.Input.ReadEnum() == Start;
            else session.Skip();
        }
    }

    void ReadSummary(WireMessage summary)
    {
        while (summary.Next(out var tag))
        {
            if (tag == ValueField) ReadValue(summary.Message());
            else summary.Skip();
        }
    }

    void ReadValue(WireMessage value)
    {
        var (name, number) = ("", (double?)null);
        while (value.Next(out var tag))
        {
            if (tag == Tag) name = value.Input.ReadString();
            else if (tag == SimpleValue) number = value.Input.ReadFloat();
            else if (tag == Tensor) number = ScalarTensor.Read(value.Message()) ?? number;
            else value.Skip();
        }

        if (name.Length > 0 && number is { } read) Values.Add((name, read));
    }
}
