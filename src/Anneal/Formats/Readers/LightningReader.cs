namespace Anneal.Formats;

/// <summary>
/// Lightning's CSVLogger: <c>epoch,lr-AdamW,step,train_loss,val_loss</c>, a sparse row for every call of the logger, so that losses
/// and rates stand on rows of their own and are joined by step.
/// </summary>
/// <remarks>
/// A row is labelled with the number of updates before the batch, k − 1 for update k, also where it is validated after that
/// update; LearningRateMonitor reads the rate at the batch's start, so it is update k's. Of a metric logged both ways,
/// <c>train_loss_step</c> is the curve and <c>train_loss_epoch</c> a mean over the epoch.
/// </remarks>
sealed class LightningReader : TableReader
{
    const string PerStep = "_step";

    public override string Name => "Lightning";

    public override int Generality => 0;

    protected override bool Recognises(CsvDialect header) =>
        header.Separator == ','
        && header.Names.Contains("epoch", StringComparer.Ordinal) && header.Names.Contains("step", StringComparer.Ordinal)
        && Array.Exists(header.Names, name => LogQuery.Default.Wants(Renamed(name)));

    protected override TableLayout Layout(CsvDialect header, LogQuery query, string path, long line)
    {
        var step = Array.IndexOf(header.Names, "step");
        if (step < 0) throw RawLog.MissingColumn(path, line, "no step column", ["step"], header.Names);
        var names = Array.ConvertAll(header.Names, Renamed);
        RequireDistinct(names, path, line);
        return new TableLayout(step, names) { Convention = LogConvention.FromZero };
    }

    static string Renamed(string name) =>
        name.EndsWith(PerStep, StringComparison.Ordinal) && ColumnNames.IsLoss(ColumnNames.Classify(name[..^PerStep.Length]).Role)
            ? name[..^PerStep.Length]
            : name;
}
