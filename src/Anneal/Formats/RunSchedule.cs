using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>Where a run's rates come from.</summary>
public enum RateSource
{
    /// <summary>The log has them; between its rows they are inferred.</summary>
    Logged,

    /// <summary>A schedule was given, and the log's rates are too coarse to say more than that it is the right one.</summary>
    Rebuilt,

    /// <summary>A schedule was given; the log has no rates, or its own were only compared.</summary>
    Given,

    /// <summary>There are none: the log has no rates and no schedule was given. The run's schedule is 0 throughout.</summary>
    None,
}

/// <summary>A run's schedule, given or from the log.</summary>
sealed record RunSchedule(Schedule Schedule, RateSource Source, int? Digits)
{
    // Of the peak.
    const double Tolerance = 0.005;
    const int EnoughForPeak = 1_000_000;
    const double HalfOfTwoDecimals = 0.005;

    /// <summary>Settles it, and adds to the notes what was assumed.</summary>
    /// <param name="request">What was said about the run.</param>
    /// <param name="log">Its log.</param>
    /// <param name="last">The last index that has a loss.</param>
    /// <param name="notes">Sentences without a full stop.</param>
    /// <exception cref="InputException">There is no rate; or the schedule is too short, or not that of coarse logged rates.</exception>
    public static RunSchedule Of(RunRequest request, RawLog log, int last, List<string> notes)
    {
        var column = log.Best(ColumnRole.Rate);
        var (steps, rates) = log.Series(column);
        var isMultiple = column is not null && ColumnNames.IsMultiple(column.Name);
        var precision = RatePrecision.Of(rates.Span);
        var isCoarse = isMultiple || precision.IsCoarse;
        if (request.Settings.Schedule is { } spec)
        {
            var given = Completed(request, spec, last);
            if (isCoarse) RequireNear(given, steps.Span, rates.Span, isMultiple, precision, log.Path);
            else Compare(given, steps.Span, rates.Span, notes);
            return new(given, isCoarse ? RateSource.Rebuilt : RateSource.Given, steps.IsEmpty ? null : precision.Digits);
        }

        if (steps.IsEmpty && request.RatesMayBeMissing) return new(new Constant(0, last + 1), RateSource.None, null);
        if (steps.IsEmpty) throw log.Lacks("no learning-rate column, and no schedule is given", ColumnRole.Rate);
        if (rates.Span.IndexOfAnyExcept(0.0) < 0 && request.Settings is not { Warmup: > 0, WarmupSum: > 0 })
        {
            throw new InputException(log.Path, log.HeaderLine > 0 ? log.HeaderLine + 1 : 0,
                "the learning rate is 0 in every row, perhaps rounded away when it was logged; log more digits, or give schedule: SPEC in a runs file.");
        }

        if (isMultiple)
            notes.Add("rates are multiples of their peak, rounded to two decimals, and are taken as they stand; a schedule (schedule: in a runs file) gives them in full");
        else if (isCoarse)
            notes.Add(Say($"rates have no more than {precision.Digits} significant digits; a schedule (schedule: in a runs file) gives them in full"));
        var inference = new RateInference(steps, rates, request.Settings.Jump ?? JumpPlacement.LaterRow);
        var schedule = inference.Infer(Math.Max(last, steps.Span[^1]) + 1, request.Settings.Warmup ?? 0, request.Settings.WarmupSum);
        notes.AddRange(inference.Notes);
        return new(schedule, RateSource.Logged, precision.Digits);
    }

    // The schedule with the warm-up that comes before it.
    static Schedule Completed(RunRequest request, Schedule spec, int last)
    {
        var given = request.Settings;
        var schedule = given.Warmup switch
        {
            null or 0 => spec,
            { } steps when given.WarmupSum is { } sum => new Constant(sum / steps, steps).Then(spec),
            { } steps => new Warmup(spec[0], steps).Then(spec),
        };
        return last < schedule.Steps
            ? schedule
            : throw request.Wrong(Say($"the log goes on to step {last}, but its schedule has {schedule.Steps} steps, 0 to {schedule.Steps - 1}."));
    }

    // Coarse rates cannot be used, so they must at least be those of the schedule.
    static void RequireNear(Schedule schedule, ReadOnlySpan<int> steps, ReadOnlySpan<double> rates, bool isMultiple, RatePrecision precision, string path)
    {
        var peak = 0.0;
        var stride = Math.Max(1, schedule.Steps / EnoughForPeak);
        for (var t = 0; t < schedule.Steps; t += stride) peak = Math.Max(peak, schedule[t]);
        foreach (var step in steps) peak = Math.Max(peak, step < schedule.Steps ? schedule[step] : 0);
        var unit = isMultiple ? peak : 1;
        for (var i = 0; i < steps.Length && steps[i] < schedule.Steps; i++)
        {
            var (logged, given) = (unit * rates[i], schedule[steps[i]]);
            var rounding = isMultiple ? HalfOfTwoDecimals * peak : precision.Rounding(rates[i]);
            if (Math.Abs(logged - given) <= (Tolerance * peak) + (1.001 * rounding)) continue;
            throw new InputException(path, 0, Say(
                $"the logged rates are not those of the given schedule: at step {steps[i]}, the first that is off by more than 0.5 % of the peak, the log has {logged} and the schedule {given}; check the schedule, its warm-up and the offset."));
        }
    }

    // The schedule wins, but a log that says otherwise is worth a word.
    static void Compare(Schedule schedule, ReadOnlySpan<int> rows, ReadOnlySpan<double> rates, List<string> notes)
    {
        var (worst, peak) = (-1, 0.0);
        for (var i = 0; i < rates.Length && rows[i] < schedule.Steps; i++)
        {
            peak = Math.Max(peak, rates[i]);
            var off = Math.Abs(schedule[rows[i]] - rates[i]);
            if (worst < 0 || off > Math.Abs(schedule[rows[worst]] - rates[worst])) worst = i;
        }

        if (worst >= 0 && Math.Abs(schedule[rows[worst]] - rates[worst]) > Tolerance * peak)
            notes.Add(Say($"the logged rate differs from the given schedule, most at step {rows[worst]}: {rates[worst]} is logged, {schedule[rows[worst]]} given; the given one is used"));
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
