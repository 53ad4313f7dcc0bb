namespace Anneal.Formats;

/// <summary>
/// nanotron:
/// <c>… [INFO|DP=0|PP=0|TP=0|host]: iteration: 12001 / 17500 | consumed_tokens: 25.2G | … | lm_loss: 2.3 | lr: 0.000289 |</c>.
/// </summary>
/// <remarks>
/// The first update is iteration 1. The line is printed after the scheduler's step, so its rate is that of the next update
/// (trainer.py: the training step steps the scheduler, the log asks for its last rate). Numbers have three digits.
/// </remarks>
sealed class NanotronReader : ConsoleReader
{
    public override string Name => "nanotron";

    protected override LogConvention Convention => LogConvention.FromOneRateAhead;

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.Number("iteration:"u8, out var step, out var rest) || !rest.StartsWith(" / "u8) || rest.IndexOf("| lm_loss:"u8) < 0) return false;
        row.Step = step;
        row.AddPairs(rest, (byte)'|');
        return true;
    }
}
