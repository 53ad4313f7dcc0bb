namespace Anneal.Formats;

/// <summary>
/// MLX-LM: <c>Iter 70: Train loss 2.786, Learning Rate 1.000e-05, It/sec 17.598, …</c> and
/// <c>Iter 200: Val loss 2.512, Val took 8.3s</c>.
/// </summary>
/// <remarks>
/// The first update is Iter 1; the loss is the mean since the last report, and the rate, which is set within an update, that
/// update's. A validation at Iter k is made before that update, after k − 1 updates (tuner/trainer.py).
/// </remarks>
sealed class MlxReader : ConsoleReader
{
    public override string Name => "MLX-LM";

    protected override LogConvention Convention => new(-1, -1, -2) { IsMeanSinceLastRow = true };

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.Number("Iter "u8, out var step, out var rest)) return false;
        row.Step = step;
        if (rest.StartsWith(": Val loss "u8) && rest.Number("Val loss "u8, out var validation))
        {
            row.Add("val_loss", validation);
            return true;
        }

        if (!rest.StartsWith(": Train loss "u8) || !rest.Number("Train loss "u8, out var loss)) return false;
        row.Add("train_loss", loss);
        if (rest.Number("Learning Rate "u8, out var rate)) row.Add("lr", rate);
        return true;
    }
}
