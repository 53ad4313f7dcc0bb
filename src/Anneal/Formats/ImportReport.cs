using System.Collections.Immutable;
using System.Globalization;
using Anneal.Curves;

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
public sealed record Restart(long Line, int From, int To, long Rows);

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

    /// <summary>How many rows a point joins: its loss is their mean, its rate the last one's; more than 1 in a log too long to keep whole.</summary>
    public int RowsPerPoint { get; init; } = 1;

    /// <summary>What places in the log count: its lines, or its records.</summary>
    public string Place { get; init; } = "line";

    /// <summary>Values from before the first update, which no index has.</summary>
    public int BeforeFirstUpdate { get; init; }

    /// <summary>What was left out, and why.</summary>
    public ImmutableArray<DroppedRows> Dropped { get; init; } = [];

    /// <summary>Rows written again at the same step; the later values are kept.</summary>
    public long Duplicates { get; init; }

    /// <summary>Where the step falls.</summary>
    public ImmutableArray<Restart> Restarts { get; init; } = [];

    /// <summary>The line that was cut off in the middle and left out; 0 for none.</summary>
    public long TruncatedLine { get; init; }

    /// <summary>What was added to a row's label to get the index of its loss.</summary>
    public int Offset { get; init; }

    /// <summary>What was added to a row's label to get the index of its rate; null for a log without rates.</summary>
    public int? RateOffset { get; init; }

    /// <summary>Whether the user said the offset; otherwise it is the format's.</summary>
    public bool IsOffsetGiven { get; init; }

    /// <summary>The tool that the names of the metrics gave away, where the format is any tool's.</summary>
    public string? Tool { get; init; }

    /// <summary>What labels count: <c>updates</c>, or <c>epochs</c>.</summary>
    public string Unit { get; init; } = "updates";

    /// <summary>Where the rates come from.</summary>
    public RateSource RateSource { get; init; }

    /// <summary>Significant digits of the logged rates, the most that any has; null for a log without rates.</summary>
    public int? RateDigits { get; init; }

    /// <summary>Over how many updates each loss is a mean.</summary>
    public int Window { get; init; } = 1;

    /// <summary>The noise of the log loss, one standard deviation (<see cref="NoiseLevel"/>); NaN if there are too few points.</summary>
    public double Noise { get; init; } = double.NaN;

    /// <summary>Row-to-row correlation of the residuals (<see cref="Smoothing"/>); NaN if there are too few points.</summary>
    public double Correlation { get; init; } = double.NaN;

    /// <summary>Whether the loss seems to have been averaged over rows before it was logged.</summary>
    public bool IsSmoothingSuspected => Correlation >= Smoothing.Suspicious;

    /// <summary>What was assumed beyond that, a sentence without a full stop each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The whole report in sentences without a full stop.</summary>
    public IEnumerable<string> Sentences
    {
        get
        {
            yield return Say($"{Format}, {Points} points of '{Column}' at steps {Steps.First} to {Steps.Last}");
            foreach (var sentence in Faults) yield return sentence;
            yield return OffsetSaid;
            yield return RateSource switch
            {
                RateSource.Logged => Say($"rates are those of the log, with up to {RateDigits} significant {(RateDigits == 1 ? "digit" : "digits")}"),
                RateSource.Rebuilt => "rates are rebuilt from the given schedule; the coarse ones of the log agree with it",
                RateSource.None => "the log has no rates, and none are written; --schedule gives them",
                _ when RateDigits is null => "rates are those of the given schedule; the log has none",
                _ => "rates are those of the given schedule",
            };
            foreach (var remark in Remarks) yield return remark;
            if (double.IsFinite(Noise)) yield return Say($"noise: about {100 * Noise:G2} % of the loss from row to row");
            if (IsSmoothingSuspected) yield return Say($"the loss may have been smoothed before it was logged (correlation {Correlation:F2})");
        }
    }

    /// <summary>What a verb that only uses the log should say: faults, labels that were shifted, and what was assumed.</summary>
    internal IEnumerable<string> Notes => [.. Faults, .. Offset == 0 && (RateOffset ?? 0) == 0 ? (ReadOnlySpan<string>)[] : [OffsetSaid], .. Remarks];

    IEnumerable<string> Faults
    {
        get
        {
            foreach (var (reason, count, line) in Dropped)
                yield return Say($"dropped because {reason}: {count} (first at {Place} {line})");
            if (RowsWithoutMetric > 0) yield return Say($"rows without '{Column}': {RowsWithoutMetric}");
            if (RowsPerPoint > 1) yield return Say($"the log is long: each point is the mean of {RowsPerPoint} rows, at the step and the rate of the last of them");
            if (BeforeFirstUpdate > 0) yield return Say($"values from before the first update, left out: {BeforeFirstUpdate}");
            if (Duplicates > 0) yield return Say($"rows written again at the same step: {Duplicates}; the later values are kept");
            foreach (var restart in Restarts.Take(3))
                yield return Say($"{Place} {restart.Line}: the step falls from {restart.From} to {restart.To}, a restart; the earlier rows from step {restart.To} on are dropped ({restart.Rows} of them)");
            if (Restarts.Length > 3) yield return Say($"further restarts, treated alike: {Restarts.Length - 3}");
            if (TruncatedLine > 0) yield return Say($"{Place} {TruncatedLine}, the last, is cut off and was left out");
        }
    }

    string OffsetSaid
    {
        get
        {
            var why = IsOffsetGiven ? "as given" : Tool is null ? $"by the convention of {Format}" : $"by the names of its metrics, which are those of {Tool}";
            var rate = RateOffset is { } shift && shift != Offset ? $", its rate that of {Index(shift)}" : "";
            return Say($"offset {Signed(Offset)}, {why}: the loss in a row labelled s is that of {Index(Offset)}{rate}, counting {Unit} from 0");
        }
    }

    static string Signed(int offset) => offset > 0 ? Say($"+{offset}") : offset < 0 ? Say($"−{-offset}") : "0";

    static string Index(int offset) => offset == 0 ? "index s" : Say($"index s {(offset > 0 ? '+' : '−')} {Math.Abs(offset)}");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
