using System.Collections.Immutable;
using System.Globalization;

namespace Anneal.Formats;

/// <summary>Rows or cells that were left out for one reason.</summary>
/// <param name="Reason">Why, e.g. <c>loss is not finite</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstLine">The line of the first, from 1.</param>
public sealed record DroppedRows(string Reason, long Count, long FirstLine);

/// <summary>A step that falls: training was taken up again from an earlier checkpoint, so what came after it is dropped.</summary>
/// <param name="Line">The line where the step falls.</param>
/// <param name="From">The step before.</param>
/// <param name="To">The step there.</param>
/// <param name="Rows">How many earlier rows, all with a step of at least <paramref name="To"/>, were dropped.</param>
public sealed record Restart(long Line, int From, int To, int Rows);

/// <summary>What became of one log.</summary>
public sealed record ImportReport
{
    /// <summary>The log.</summary>
    public required string Path { get; init; }

    /// <summary>The format it was read as.</summary>
    public required string Format { get; init; }

    /// <summary>The column that was read as the loss.</summary>
    public required string Column { get; init; }

    /// <summary>Rows with a step.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Points in the curve.</summary>
    public required int Points { get; init; }

    /// <summary>The first and last step of the curve.</summary>
    public required (int First, int Last) Steps { get; init; }

    /// <summary>Rows without the metric, as in a log that writes its losses on rows of their own.</summary>
    public long RowsWithoutMetric { get; init; }

    /// <summary>What was left out, and why.</summary>
    public ImmutableArray<DroppedRows> Dropped { get; init; } = [];

    /// <summary>Rows written again at the same step; the later values are kept.</summary>
    public long Duplicates { get; init; }

    /// <summary>Where the step falls.</summary>
    public ImmutableArray<Restart> Restarts { get; init; } = [];

    /// <summary>The line that was cut off in the middle and left out; 0 for none.</summary>
    public long TruncatedLine { get; init; }

    /// <summary>The report in sentences without a full stop: the first says what was read, the others what was not.</summary>
    public IEnumerable<string> Sentences
    {
        get
        {
            yield return Say($"{Format}, {Points} points of '{Column}' at steps {Steps.First} to {Steps.Last}");
            foreach (var (reason, count, line) in Dropped)
                yield return Say($"dropped because {reason}: {count} (first at line {line})");
            if (RowsWithoutMetric > 0) yield return Say($"rows without '{Column}': {RowsWithoutMetric}");
            if (Duplicates > 0) yield return Say($"rows written again at the same step: {Duplicates}; the later values are kept");
            foreach (var restart in Restarts.Take(3))
                yield return Say($"line {restart.Line}: the step falls from {restart.From} to {restart.To}, a restart; the earlier rows from step {restart.To} on are dropped ({restart.Rows} of them)");
            if (Restarts.Length > 3) yield return Say($"further restarts, treated alike: {Restarts.Length - 3}");
            if (TruncatedLine > 0) yield return Say($"line {TruncatedLine}, the last, is cut off and was left out");
        }
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
