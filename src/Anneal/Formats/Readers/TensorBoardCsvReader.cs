namespace Anneal.Formats;

/// <summary>What TensorBoard's page downloads of one tag: <c>Wall time,Step,Value</c>, at most 1000 points.</summary>
/// <remarks>The table does not say which tag it is: it is read as a loss, and of the labels nothing is known.</remarks>
sealed class TensorBoardCsvReader : TableReader
{
    public override string Name => "TensorBoard CSV";

    public override int Generality => 0;

    protected override bool Recognises(CsvDialect header) => header.Names is ["Wall time", "Step", "Value"];

    protected override TableLayout Layout(CsvDialect header, LogQuery query, string path, long line) => Recognises(header)
        ? new TableLayout(1, [null, null, query.Metric ?? "loss"])
        : throw new InputException(path, line, "the header is not that of a TensorBoard download, Wall time,Step,Value.");
}
