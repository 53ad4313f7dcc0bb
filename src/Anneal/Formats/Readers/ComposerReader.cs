namespace Anneal.Formats;

/// <summary>Composer's file logger, one metric a line: <c>[metric][batch=10]: loss/train/total: 7.1234 </c>.</summary>
/// <remarks>
/// The loss is logged before the batch is counted, so that of update k is labelled k − 1; the rate (<c>lr-AdamW/group0</c>) is logged
/// after the scheduler and the counter have gone on, so label k holds the rate of update k + 1; evaluations follow k updates
/// (trainer.py, order of the calls in the training loop).
/// </remarks>
sealed class ComposerReader : ConsoleReader
{
    public override string Name => "Composer";

    protected override LogConvention Convention => new(0, 0, -1);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.StartsWith("[metric][batch="u8) || !line.Number("batch="u8, out var step, out var rest) || !rest.StartsWith("]:"u8)) return false;
        rest = rest[2..];
        var colon = rest.LastIndexOf((byte)':');
        if (colon < 0 || !row.AddCell(rest[..colon], rest[(colon + 1)..])) return false;
        row.Step = step;
        return true;
    }
}
