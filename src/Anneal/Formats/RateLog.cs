namespace Anneal.Formats;

/// <summary>The rates that a log holds, at the indices of the updates they belong to.</summary>
/// <param name="Path">The log.</param>
/// <param name="Format">The format it was read as.</param>
/// <param name="Column">The column of rates.</param>
/// <param name="Shift">What was added to the log's labels.</param>
/// <param name="Steps">The indices, strictly rising.</param>
/// <param name="Rates">The rates.</param>
/// <param name="AreMultiples">Whether they are multiples of the peak, as nanochat's.</param>
public sealed record RateLog(string Path, string Format, string Column, int Shift, ReadOnlyMemory<int> Steps, ReadOnlyMemory<double> Rates, bool AreMultiples = false)
{
    /// <summary>Reads the rates of one run.</summary>
    /// <param name="path">A log of any format, or a folder that is one.</param>
    /// <param name="settings">The format, the pattern and the offset that are said; the rest is not looked at.</param>
    /// <param name="part">Which run of a log that holds several.</param>
    /// <param name="standardInput">What the path <c>-</c> stands for; null if for a file of that name.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be read, or has no rates.</exception>
    public static RateLog Read(
        string path, RunSettings? settings = null, string? part = null, Stream? standardInput = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        settings ??= new RunSettings();
        var format = settings.ReadAs;
        var query = LogQuery.Default with { Part = part, Pattern = settings.Pattern };
        RawLog log;
        if (Directory.Exists(path))
        {
            var folder = RunReaders.For(path, format) ?? throw new InputException(path, 0, "this is a folder that no reader knows; name one log.");
            log = folder.Read(path, query, null, cancellation);
        }
        else
        {
            using var source = path == "-" && standardInput is not null ? new LogSource(standardInput, "stdin") : LogFiles.Open(path);
            log = RunReaders.Read(source, query, null, cancellation, format);
        }

        var column = log.Best(ColumnRole.Rate) ?? throw log.Lacks("no column of rates", ColumnRole.Rate);
        if (settings.Offset is { } by) log.Convention = log.Convention.Moved(by - log.Convention.LossShift);
        var (steps, rates) = log.Series(column);
        return new(path, log.Report(column).Format, column.Name, log.Convention.RateShift, steps, rates, ColumnNames.IsMultiple(column.Name));
    }
}
