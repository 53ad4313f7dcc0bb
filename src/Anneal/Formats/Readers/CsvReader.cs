using System.Text;

namespace Anneal.Formats;

/// <summary>
/// A table of no particular tool, whose header names step, rate and loss in any order and case (<see cref="ColumnNames"/>). Where
/// its columns are those of a tracker's export (<see cref="ToolKeys"/>), its labels mean what that tool's do.
/// </summary>
sealed class CsvReader : TableReader
{
    public override string Name => "CSV";

    public override int Generality => 1;

    protected override bool Recognises(CsvDialect header) =>
        header.StepColumn >= 0 && Array.Exists(header.Names, name => LogQuery.Default.Wants(name));

    protected override TableLayout Layout(CsvDialect header, LogQuery query, string path, long line)
    {
        if (Array.TrueForAll(header.Names, name => Utf8Number.TryParse(Encoding.UTF8.GetBytes(name), header.DecimalComma, out _)))
            throw new InputException(path, line, "there is no header; the first line names the columns, e.g. step,lr,loss.");
        if (header.StepColumn < 0)
            throw RawLog.MissingColumn(path, line, "no step column", ColumnNames.Of(ColumnRole.Step), header.Names);
        RequireDistinct(header.Names, path, line);
        return new TableLayout(header.StepColumn, header.Names) { Convention = ToolKeys.Convention(header.Names) };
    }
}
