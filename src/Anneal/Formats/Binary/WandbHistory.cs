using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>The numbers of one history record of a <c>.wandb</c> file; reused from record to record.</summary>
/// <remarks>
/// <c>Record{history=2}</c>, <c>HistoryRecord{repeated item=1, step=2}</c>, <c>HistoryStep{num=1}</c>,
/// <c>HistoryItem{key=1, repeated nested_key=2, value_json=16}</c>. Values are JSON; what is logged as a dictionary is one.
/// </remarks>
sealed class WandbHistory
{
    static readonly uint History = WireMessage.Sized(2);
    static readonly uint Item = WireMessage.Sized(1);
    static readonly uint Step = WireMessage.Sized(2);
    static readonly uint StepNumber = WireMessage.Varint(1);
    static readonly uint Key = WireMessage.Sized(1);
    static readonly uint NestedKey = WireMessage.Sized(2);
    static readonly uint ValueJson = WireMessage.Sized(16);

    readonly JsonRow nested = new();

    /// <summary>Names and numbers; null for text that is none. The tracker's own step is <c>_step</c>.</summary>
    public List<(string Name, double? Value)> Cells { get; } = [];

    /// <summary>Reads a record; false if it is of another kind.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no record.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public bool TryRead(ArraySegment<byte> bytes)
    {
        Cells.Clear();
        var found = false;
        var record = WireMessage.Of(bytes);
        while (record.Next(out var tag))
        {
            if (tag == History)
            {
                found = true;
                ReadHistory(record.Message());
            }
            else
            {
                record.Skip();
            }
        }

        return found;
    }

    void ReadHistory(WireMessage history)
    {
        long? number = null;
        while (history.Next(out var tag))
        {
            if (tag == Item) ReadItem(history.Message());
            else if (tag == Step) number = ReadStep(history.Message());
            else history.Skip();
        }

        if (number is { } step && !Cells.Exists(cell => cell.Name == "_step")) Cells.Add(("_step", step));
    }

    static long? ReadStep(WireMessage step)
    {
        long? number = null;
        while (step.Next(out var tag))
        {
            if (tag == StepNumber) number = step.Input.ReadInt64();
            else step.Skip();
        }

        return number;
    }

    void ReadItem(WireMessage item)
    {
        var (name, json) = ("", ByteString.Empty);
        while (item.Next(out var tag))
        {
            if (tag == Key) name = item.Input.ReadString();
            else if (tag == NestedKey) name = name.Length == 0 ? item.Input.ReadString() : $"{name}.{item.Input.ReadString()}";
            else if (tag == ValueJson) json = item.Input.ReadBytes();
            else item.Skip();
        }

        if (name.Length > 0) Add(name, json.Span.Trim(" \t\r\n"u8));
    }

    void Add(string name, ReadOnlySpan<byte> json)
    {
        if (json is [(byte)'{', ..])
        {
            if (!nested.TryRead(json)) return;
            foreach (var (key, value) in nested.Cells) Cells.Add(($"{name}.{nested.Keys[key]}", value));
            return;
        }

        var text = json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : json;
        if (!Utf8Number.IsMissing(text)) Cells.Add((name, Utf8Number.TryParse(text, decimalComma: false, out var number) ? number : null));
    }
}
