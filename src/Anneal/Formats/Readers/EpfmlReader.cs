namespace Anneal.Formats;

/// <summary>
/// The training script of epfml/schedules-and-scaling and its relatives:
/// <c>Train: Iter=50 (0.012 epochs) train_loss=9.123 iter_dt=1.20e-01s lr=1.67e-04</c> and
/// <c>&gt;Eval: Iter=200 (0.050 epochs) val_loss=6.123 val_pp=456.789 val_acc=0.123456</c>.
/// </summary>
/// <remarks>
/// The line is printed after the counter and the scheduler have gone on: Iter counts updates from 1, the rate is the next
/// update's. An evaluation at Iter s is made after s updates. The loss is that of one step; the rate has three digits.
/// </remarks>
sealed class EpfmlReader : ConsoleReader
{
    public override string Name => "epfml";

    protected override LogConvention Convention => LogConvention.FromOneRateAhead;

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.Number("Eval: Iter="u8, out var step, out var rest))
        {
            if (!rest.Number("val_loss="u8, out var validation)) return false;
            row.Step = step;
            row.Add("val_loss", validation);
            return true;
        }

        if (!line.Number("Train: Iter="u8, out step, out rest) || !rest.Number("train_loss="u8, out var loss)) return false;
        row.Step = step;
        row.Add("train_loss", loss);
        if (rest.Number("lr="u8, out var rate)) row.Add("lr", rate);
        return true;
    }
}
