namespace Anneal.Formats;

/// <summary>
/// NeMo 2 and BioNeMo:
/// <c>Training epoch 0, iteration 120/149 | lr: 3e-05 | consumed_samples: 121 | global_step: 120 | reduced_train_loss: 1.233 | val_loss: 4.106</c>.
/// </summary>
/// <remarks>
/// The first update's global_step is 0 (consumed_samples is one batch ahead of it). The validation loss is repeated until there
/// is another, so only its changes are read, and what is new in the row of update k was measured before it, after k − 1 updates.
/// The rate is read when the batch begins, so it is the row's own (optim/base.py).
/// </remarks>
sealed class NemoReader : ConsoleReader
{
    public override string Name => "NeMo";

    protected override LogConvention Convention => new(0, 0, -1);

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.Number("Training epoch "u8, out _, out var rest) || !rest.Number("iteration "u8, out _, out rest)) return false;
        row.AddPairs(rest, (byte)'|');
        row.Step = row.Find("global_step");
        row.DropIfUnchanged("val_loss");
        return row.Step is not null;
    }
}
