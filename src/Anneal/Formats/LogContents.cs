using System.Collections.Immutable;

namespace Anneal.Formats;

/// <summary>What a run's log holds, before anything is chosen of it.</summary>
/// <param name="Name">The run's name; that of its file where the log has no other.</param>
/// <param name="Source">The file or folder.</param>
/// <param name="Format">The format; null if it could not be read.</param>
/// <param name="Metrics">Everything in it that has numbers at steps, by name.</param>
/// <param name="Fault">Why it could not be read; null if it was.</param>
public sealed record LogContents(string Name, string Source, string? Format, ImmutableArray<LoggedMetric> Metrics, string? Fault)
{
    /// <summary>Looks into logs, folders of logs, and the stores of trackers.</summary>
    /// <param name="paths">What to look into.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every few megabytes.</param>
    /// <param name="cancellation">Stops looking.</param>
    /// <returns>The runs in the order found, and what was left aside, a sentence each.</returns>
    /// <exception cref="InputException">There is no log.</exception>
    public static (ImmutableArray<LogContents> Runs, ImmutableArray<string> Notes) Of(
        IEnumerable<string> paths,
        RunReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new RunReadOptions();
        var files = Runs.Find(paths, options);
        var runs = files.Found.Select(request => Of(request with { Settings = options.Settings.Or(request.Settings) }, progress, cancellation));
        return ([.. runs], [.. files.Notes]);
    }

    static LogContents Of(RunRequest request, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        var name = request.Settings.Name ?? request.Part ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(request.Log));
        try
        {
            var log = Runs.Parse(request, progress, cancellation, everything: true);
            return new(name, log.Path, log.Format, [.. log.Columns.Where(column => column.Logged.Count > 0).Select(Of).OrderBy(metric => metric.Name, StringComparer.Ordinal)], null);
        }
        catch (InputException error)
        {
            return new(name, request.Log, null, [], error.Message);
        }
    }

    static LoggedMetric Of(LogColumn column)
    {
        var (count, firstStep, first, lastStep, last) = column.Logged;
        var role = column.Role == ColumnRole.Other ? null : Names.Kebab(column.Role.ToString()).Replace('-', ' ');
        return new(column.Name, role, count, firstStep, first, lastStep, last);
    }
}

/// <summary>A metric of a log, with the labels that the log has.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Role">What it is taken for: <c>rate</c>, <c>loss</c>, <c>training loss</c>, <c>validation loss</c>; null for none of them.</param>
/// <param name="Values">How many numbers there are, those that are not finite and those of voided steps included.</param>
/// <param name="FirstStep">The label of the first.</param>
/// <param name="First">The first.</param>
/// <param name="LastStep">The label of the last.</param>
/// <param name="Last">The last.</param>
public sealed record LoggedMetric(string Name, string? Role, long Values, int FirstStep, double First, int LastStep, double Last);
