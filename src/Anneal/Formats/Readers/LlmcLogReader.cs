namespace Anneal.Formats;

/// <summary>
/// llm.c's main.log: <c>s:1 trl:10.9543 lr:0.000001 norm:15.12</c>, <c>s:250 tel:4.8123</c>, <c>s:250 eval:0.2512</c>; older ones
/// without rate and norm.
/// </summary>
/// <remarks>
/// The first update is step 0, and tel at step s is measured before that update, after s updates. Rates have six decimals, so
/// small ones are lost: give the schedule.
/// </remarks>
sealed class LlmcLogReader : ConsoleReader
{
    public override string Name => "llm.c main.log";

    protected override LogConvention Convention => new(0, 0, -1);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.StartsWith("s:"u8) || !line.Number("s:"u8, out var step, out var rest)) return false;
        row.Step = step;
        if (rest.StartsWith(" trl:"u8) && rest.Number("trl:"u8, out var loss))
        {
            row.Add("train_loss", loss);
            if (rest.Number("lr:"u8, out var rate)) row.Add("lr", rate);
            return true;
        }

        if (!rest.StartsWith(" tel:"u8) || !rest.Number("tel:"u8, out var validation)) return false;
        row.Add("val_loss", validation);
        return true;
    }
}
