namespace Anneal.Formats;

/// <summary>
/// torchtitan, coloured and once a rank:
/// <c>[rank0]:[titan] 2026-02-24 19:46:17,508 - root - INFO - step:  4  loss:  7.62585  grad_norm: 26.6250  memory: 66.91GiB(37.51%) …</c>
/// and <c>validate step: 10  loss:  3.1234 …</c>.
/// </summary>
/// <remarks>
/// The first update is step 1, its loss the mean over the data-parallel ranks (trainer.py); the console has no rate. A
/// validation follows the update of its step. Lines of further ranks repeat the step and are counted as such.
/// </remarks>
sealed class TorchtitanReader : ConsoleReader
{
    public override string Name => "torchtitan";

    protected override LogConvention Convention => LogConvention.FromOne;

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.Number("step:"u8, out var step, out var rest) || !rest.StartsWith(" "u8)) return false;
        var isValidation = line.IndexOf("validate step:"u8) >= 0;
        if (!rest.TrimStart((byte)' ').StartsWith("loss:"u8) || !rest.Number("loss:"u8, out var loss, out rest)) return false;
        if (rest.IndexOf("grad_norm:"u8) < 0 && rest.IndexOf("memory:"u8) < 0) return false;
        row.Step = step;
        row.Add(isValidation ? "val_loss" : "loss", loss);
        if (rest.Number("lr:"u8, out var rate)) row.Add("lr", rate);
        return true;
    }
}
