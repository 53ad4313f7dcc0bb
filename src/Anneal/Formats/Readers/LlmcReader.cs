namespace Anneal.Formats;

/// <summary>
/// llm.c's console: <c>step    1/19560 | loss 10.954321 (+nanz)| norm 15.1234 (+nanz)| lr 8.57e-07 | 310.00 ms | …</c>, and
/// <c>val loss 4.81</c> on lines of their own.
/// </summary>
/// <remarks>
/// The first update is step 1; the loss is that of one step and the rate that update's, with three digits. A validation loss is
/// printed before the line of the next update, k + 1, and was measured after k updates, hence its shift by two.
/// </remarks>
sealed class LlmcReader : ConsoleReader
{
    public override string Name => "llm.c";

    protected override LogConvention Convention => LogConvention.FromOne with { ValidationShift = -2 };

    // A validation line by itself may be anyone's.
    public override bool Recognises(ReadOnlySpan<byte> head) => head.IndexOf("| lr "u8) >= 0 && base.Recognises(head);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.StartsWith("val loss "u8) && line.Number("val loss "u8, out var validation))
        {
            row.Step = row.LastStep + 1;
            row.Add("val_loss", validation);
            return true;
        }

        if (!line.Number("step "u8, out var step, out var rest) || rest is not [(byte)'/', ..]) return false;
        if (!rest.Number("| loss "u8, out var loss) || !rest.Number("| lr "u8, out var rate)) return false;
        row.Step = step;
        row.Add("loss", loss);
        row.Add("lr", rate);
        return true;
    }
}
