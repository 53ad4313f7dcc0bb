namespace Anneal.Formats;

/// <summary>
/// Tables with a row an epoch and no step: Keras's CSVLogger (<c>epoch,accuracy,loss,learning_rate,val_loss</c>, older ones
/// <c>lr</c>, also with semicolons) and timm's summary.csv (<c>epoch,train_loss,eval_loss,eval_top1,lr</c>).
/// </summary>
/// <remarks>
/// The epoch is taken as the step, so every count is of epochs; the first is 0 in both tools. A training loss is the mean over
/// its epoch, which is one such step.
/// </remarks>
sealed class KerasReader : TableReader
{
    public override string Name => "Keras";

    public override int Generality => 0;

    protected override bool Recognises(CsvDialect header) =>
        header.StepColumn < 0 && EpochOf(header) >= 0 && Array.Exists(header.Names, name => LogQuery.Default.Wants(name));

    protected override TableLayout Layout(CsvDialect header, LogQuery query, string path, long line)
    {
        var epoch = EpochOf(header);
        if (epoch < 0) throw RawLog.MissingColumn(path, line, "no epoch column", ["epoch"], header.Names);
        RequireDistinct(header.Names, path, line);
        return new TableLayout(epoch, header.Names) { Convention = LogConvention.FromZero with { Unit = "epochs" } };
    }

    static int EpochOf(CsvDialect header) =>
        Array.FindIndex(header.Names, name => name.Equals("epoch", StringComparison.OrdinalIgnoreCase));
}
