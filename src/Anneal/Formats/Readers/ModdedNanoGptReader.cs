namespace Anneal.Formats;

/// <summary>
/// modded-nanogpt: the script's own source, then <c>step:125/3375 val_loss:4.85424 train_time:56129ms step_avg:449.03ms</c>, in some
/// versions also <c>step:126/3375 train_loss:4.8312 …</c>.
/// </summary>
/// <remarks>
/// A validation at step s is made before the update s + 1, after s updates; a training line is labelled with the number of its
/// update. There is no rate: give the schedule.
/// </remarks>
sealed class ModdedNanoGptReader : ConsoleReader
{
    const int FullHead = 1 << 16;

    public override string Name => "modded-nanogpt";

    protected override LogConvention Convention => LogConvention.FromOne;

    // The source may fill the head; it reads itself in order to be logged.
    public override bool Recognises(ReadOnlySpan<byte> head) => base.Recognises(head)
        || (head.Length == FullHead && head.IndexOf("open(sys.argv[0])"u8) >= 0 && head.IndexOf("val_loss:{"u8) >= 0);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.StartsWith("step:"u8) || !line.Number("step:"u8, out var step, out var rest) || rest is not [(byte)'/', ..]) return false;
        if (!PrintedNumber.TryRead(rest[1..], out _, out var length)) return false;
        rest = rest[(1 + length)..];
        row.Step = step;
        if (rest.StartsWith(" val_loss:"u8) && rest.Number("val_loss:"u8, out var validation))
        {
            row.Add("val_loss", validation);
            return true;
        }

        if (!rest.StartsWith(" train_loss:"u8) || !rest.Number("train_loss:"u8, out var loss)) return false;
        row.Add("train_loss", loss);
        return true;
    }
}
