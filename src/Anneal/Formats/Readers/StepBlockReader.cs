namespace Anneal.Formats;

/// <summary>Blocks of lines: a header with <c>[step=1/739328,epoch=0]</c>, then indented lines <c>name=number</c>.</summary>
abstract class StepBlockReader : ConsoleReader
{
    /// <summary>What stands before the loss in a block of this tool.</summary>
    protected abstract ReadOnlySpan<byte> LossKey { get; }

    public sealed override bool Recognises(ReadOnlySpan<byte> head) => head.IndexOf(LossKey) >= 0 && base.Recognises(head);

    protected sealed override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.Number("[step="u8, out var step, out var rest) && rest is [(byte)'/', ..])
        {
            row.Step = step;
            return true;
        }

        var equals = line is [(byte)' ' or (byte)'\t', ..] ? line.LastIndexOf((byte)'=') : -1;
        return equals > 0 && row.AddCell(line[..equals], line[(equals + 1)..]);
    }
}
