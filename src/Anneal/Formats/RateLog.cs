namespace Anneal.Formats;

/// <summary>The rates that a log holds, at the indices of the updates they belong to.</summary>
/// <param name="Path">The log.</param>
/// <param name="Format">The format it was read as.</param>
/// <param name="Column">The column of rates.</param>
/// <param name="Shift">What was added to the log's labels.</param>
/// <param name="Steps">The indices, strictly rising.</param>
/// <param name="Rates">The rates.</param>
public sealed record RateLog(string Path, string Format, string Column, int Shift, ReadOnlyMemory<int> Steps, ReadOnlyMemory<double> Rates)
{
    /// <summary>Reads the rates of one run.</summary>
    /// <param name="path">A log of any format, or a folder that is one.</param>
    /// <param name="format">The format; null to recognise it.</param>
    /// <param name="offset">What is added to the labels of losses, and rates move along; null for what the format says.</param>
    /// <param name="part">Which run of a log that holds several.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be read, or has no rates.</exception>
    public static RateLog Read(string path, string? format = null, int? offset = null, string? part = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var query = LogQuery.Default with { Part = part };
        RawLog log;
        if (Directory.Exists(path))
        {
            var folder = RunReaders.For(path, format) ?? throw new InputException(path, 0, "this is a folder that no reader knows; name one log.");
            log = folder.Read(path, query, null, cancellation);
        }
        else
        {
            using var source = LogFiles.Open(path);
            log = RunReaders.Read(source, query, null, cancellation, format);
        }

        var column = log.Best(ColumnRole.Rate) ?? throw log.Lacks("no column of rates", ColumnRole.Rate);
        if (offset is { } by) log.Convention = log.Convention.Moved(by - log.Convention.LossShift);
        var (steps, rates) = log.Series(column);
        return new(path, log.Report(column).Format, column.Name, log.Convention.RateShift, steps, rates);
    }
}
