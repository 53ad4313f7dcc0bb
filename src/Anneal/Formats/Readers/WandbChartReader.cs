namespace Anneal.Formats;

/// <summary>
/// A chart downloaded from W&amp;B: <c>"Step","brisk-pond-1 - train/loss","brisk-pond-1 - train/loss__MIN","…__MAX"</c>, a group of
/// columns a run. A column belongs to the run before the last <c> - </c>; runs that are grouped are called <c>Group: name</c> or
/// <c>key: value</c>. The first column is the step, whatever it is called.
/// </summary>
/// <remarks>
/// The points are a sample of the run's. What labels mean depends on the tool that logged them; nothing is known of it unless the
/// metric's or the step's name says so (<see cref="ToolKeys"/>).
/// </remarks>
sealed class WandbChartReader : TableReader
{
    const string Between = " - ";
    const string Grouped = "Group: ";

    public override string Name => "W&B chart";

    public override int Generality => 0;

    public override IReadOnlyList<string> Parts(LogSource source) =>
        HeaderIn(source.Head) is { } header ? [.. header.Names.Skip(1).Select(RunOf).OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    protected override bool Recognises(CsvDialect header) => header.Separator == ',' && header.Names.Length > 1
        && Array.Exists(header.Names, name => RunOf(name) is not null)
        && Array.TrueForAll(header.Names[1..], name => name.Length == 0 || RunOf(name) is not null || IsRange(name));

    protected override TableLayout Layout(CsvDialect header, LogQuery query, string path, long line)
    {
        string[] runs = [.. header.Names.Skip(1).Select(RunOf).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (runs.Length == 0) throw new InputException(path, line, "the header names no run; a downloaded chart has columns 'run - metric'.");
        if (header.Names[0].Contains("time", StringComparison.OrdinalIgnoreCase))
            throw new InputException(path, line, $"the chart is drawn over {Names.Quote(header.Names[0])}; download it over Step or train/global_step.");
        var run = query.Part ?? (runs.Length == 1 ? runs[0] : throw new InputException(path, line,
            $"the chart holds {runs.Length} runs ({string.Join(", ", runs.Take(4))}{(runs.Length > 4 ? ", …" : "")}), and none is chosen."));
        var names = Array.ConvertAll(header.Names, name => RunOf(name) == run ? MetricOf(name) : null);
        RequireDistinct(names.OfType<string>(), path, line);
        return new TableLayout(0, names)
        {
            Convention = ToolKeys.Convention([header.Names[0], .. names.OfType<string>()]) with
            {
                Unit = header.Names[0].Contains("epoch", StringComparison.OrdinalIgnoreCase) ? "epochs" : null,
            },
        };
    }

    static string? RunOf(string column)
    {
        var at = IsRange(column) ? -1 : column.LastIndexOf(Between, StringComparison.Ordinal);
        if (at <= 0) return null;
        var run = column[..at];
        return run.StartsWith(Grouped, StringComparison.Ordinal) && run.Length > Grouped.Length ? run[Grouped.Length..] : run;
    }

    static string MetricOf(string column) => column[(column.LastIndexOf(Between, StringComparison.Ordinal) + Between.Length)..];

    static bool IsRange(string column) =>
        column.EndsWith("__MIN", StringComparison.Ordinal) || column.EndsWith("__MAX", StringComparison.Ordinal);
}
