namespace Anneal.Formats;

/// <summary>
/// nanoGPT: <c>iter 100: loss 3.1234, time 135.21ms, mfu 23.45%</c> and <c>step 2000: train loss 2.9876, val loss 3.0123</c>.
/// </summary>
/// <remarks>
/// <c>iter 0</c> is the first update and its loss that of one step; <c>step s</c> is evaluated before that update, after s updates
/// (train.py). The console has no rate. The training loss of an evaluation is another quantity and is not read.
/// </remarks>
sealed class NanoGptReader : ConsoleReader
{
    public override string Name => "nanoGPT";

    protected override LogConvention Convention => new(0, 0, -1);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.Number("iter "u8, out var step, out var rest) && rest.StartsWith(": loss "u8) && rest.IndexOf(", time "u8) >= 0)
        {
            row.Step = step;
            if (rest.Number("loss "u8, out var loss)) row.Add("loss", loss);
            return true;
        }

        if (!line.Number("step "u8, out step, out rest) || !rest.StartsWith(": train loss "u8) || !rest.Number("val loss "u8, out var validation)) return false;
        row.Step = step;
        row.Add("val_loss", validation);
        return true;
    }
}
