using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Seldom meant.</summary>
    Warning,

    /// <summary>Never meant.</summary>
    Error,
}

/// <summary>Something odd about a schedule.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Kind">What it is, in kebab case.</param>
/// <param name="Update">The index where it is, or begins.</param>
/// <param name="Sentence">What it is, in a sentence without a full stop.</param>
public sealed record Finding(Severity Severity, string Kind, int Update, string Sentence);

/// <summary>Looks for what is seldom meant: jumps, rises, zero rates, warm-ups too long, decays cut short, lengths in another unit.</summary>
public static class ScheduleLint
{
    const double LongWarmup = 0.1;

    // A jump is this part of the peak, and this many times the changes beside it.
    const double SmallestJump = 0.02;
    const double JumpOverNeighbours = 8;

    // A rise of less than this part of the peak is rounding.
    const double SmallestRise = 1e-6;

    const int FewUpdates = 300;
    const int MostOfAKind = 5;

    /// <summary>The findings, gravest first.</summary>
    public static IReadOnlyList<Finding> Of(ScheduleDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var schedule = document.ToSchedule();
        var path = new RatePath(schedule);
        List<Finding> found = [.. Zeros(path)];
        if (path.Peak > 0) found.AddRange([.. Size(path), .. Warmup(path), .. Changes(path), .. End(path, schedule), .. Blocks(path)]);
        found.AddRange(Document(document, path));
        return [.. found.GroupBy(finding => finding.Kind, StringComparer.Ordinal).SelectMany(Few).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Update)];
    }

    static IEnumerable<Finding> Few(IGrouping<string, Finding> kind)
    {
        var all = kind.ToArray();
        if (all.Length <= MostOfAKind) return all;
        var rest = all[MostOfAKind];
        return [.. all[..MostOfAKind], rest with { Sentence = Text.Of($"and {all.Length - MostOfAKind} more of this kind from here on") }];
    }

    static IEnumerable<Finding> Zeros(RatePath path)
    {
        if (path.Peak == 0)
        {
            yield return new(Severity.Error, "all-zero", 0, "every rate is 0, so nothing is trained");
            yield break;
        }

        for (var t = 0; t < path.Steps; t++)
        {
            if (path.Rates[t] > 0) continue;
            var from = t;
            while (t + 1 < path.Steps && path.Rates[t + 1] == 0) t++;
            var count = t - from + 1;
            yield return from == 0 && count == 1
                ? new(Severity.Note, "zero-rate", 0, "the first update has a rate of 0 and changes nothing")
                : new(Severity.Warning, "zero-rate", from, Text.Of($"{count} updates have a rate of 0 and change nothing"));
        }
    }

    static IEnumerable<Finding> Size(RatePath path)
    {
        if (path.Peak >= 1) yield return new(Severity.Warning, "size", path.Rates.IndexOf(path.Peak), Text.Of($"the peak is {path.Peak:G4}; is it a multiplier rather than a rate?"));
        if (path.Peak < 1e-9) yield return new(Severity.Warning, "size", path.Rates.IndexOf(path.Peak), Text.Of($"the peak is {path.Peak:G4}, too small to train with"));
        if (path.Steps <= FewUpdates) yield return new(Severity.Note, "unit", 0, Text.Of($"there are {path.Steps} updates; were epochs meant?"));
    }

    static IEnumerable<Finding> Warmup(RatePath path)
    {
        var rise = path.WarmupSteps;
        if (rise >= path.Steps - 1 && path.Steps > 1)
            yield return new(Severity.Error, "warmup", rise, "the rate still rises at the end; is the warm-up in another unit than the steps?");
        else if (rise > LongWarmup * path.Steps)
            yield return new(Severity.Warning, "warmup", rise, Text.Of($"the warm-up takes {100.0 * rise / path.Steps:F0} % of all updates"));
        else if (rise == 0 && path.Rates[0] >= path.Peak)
            yield return new(Severity.Note, "warmup", 0, "there is no warm-up");
    }

    static IEnumerable<Finding> Changes(RatePath path)
    {
        double Change(int t) => t >= 0 && t + 1 < path.Steps ? path.Rates[t + 1] - path.Rates[t] : 0;
        for (var t = 0; t + 1 < path.Steps; t++)
        {
            var (change, beside) = (Change(t), Math.Max(Math.Abs(Change(t - 1)), Math.Abs(Change(t + 1))));
            if (Math.Abs(change) > SmallestJump * path.Peak && Math.Abs(change) > JumpOverNeighbours * beside && (t >= path.WarmupSteps || change < 0))
            {
                yield return new(
                    change > 0 ? Severity.Warning : Severity.Note, change > 0 ? "jump-up" : "jump-down", t + 1,
                    Text.Of($"the rate jumps from {path.Rates[t]:G4} to {path.Rates[t + 1]:G4} in one update"));
            }
            else if (t >= path.WarmupSteps && change > 0)
            {
                var from = t;
                while (Change(t + 1) > 0) t++;
                if (path.Rates[t + 1] - path.Rates[from] > SmallestRise * path.Peak)
                    yield return new(Severity.Warning, "rise", from, Text.Of($"the rate rises after the warm-up, from {path.Rates[from]:G4} to {path.Rates[t + 1]:G4} at update {t + 1}"));
            }
        }
    }

    static IEnumerable<Finding> End(RatePath path, Schedule schedule)
    {
        var last = path.Rates[^1];
        var part = ScheduleParts.Of(schedule)[^1];
        var end = part.Offset + part.Steps;
        if (part.Leaf is Ramp ramp && end < ramp.Steps - 1)
            yield return new(Severity.Warning, "cut", path.Steps - 1, Text.Of($"the last decay is cut {ramp.Steps - end} updates before its end, at {last:G4} instead of {part.Factor * ramp.To:G4}; is the horizon right?"));
        else if (last > 0.5 * path.Peak)
            yield return new(Severity.Note, "floor", path.Steps - 1, Text.Of($"the last rate is {100 * last / path.Peak:F0} % of the peak: there is no decay to speak of"));
        else if (part.Leaf is Ramp { Steps: > 1 } short_ && last - (part.Factor * short_.To) > 0.02 * path.Peak)
            yield return new(Severity.Note, "floor", path.Steps - 1, Text.Of($"the last update has {last:G4}; the rate {part.Factor * short_.To:G4} that the decay leads to would be the next one's"));
    }

    // A curve that changes only every k updates is one that is stepped once per epoch.
    static IEnumerable<Finding> Blocks(RatePath path)
    {
        var (places, t) = (new List<int>(), 1);
        for (; t < path.Steps && places.Count <= 64; t++)
        {
            if (path.Rates[t] != path.Rates[t - 1]) places.Add(t);
        }

        if (places.Count < 6) yield break;
        var length = places[1] - places[0];
        if (length < 2) yield break;
        for (var i = 1; i < places.Count; i++)
        {
            if (places[i] - places[i - 1] != length) yield break;
        }

        yield return new(Severity.Note, "unit", places[0], Text.Of($"the rate changes only every {length} updates; is it stepped once per epoch?"));
    }

    static IEnumerable<Finding> Document(ScheduleDocument document, RatePath path)
    {
        if (document.Peak is { } peak && Math.Abs(peak - path.Peak) > 1e-9 * peak)
            yield return new(Severity.Warning, "peak", 0, Text.Of($"the file says a peak of {peak:G6}, and the highest rate is {path.Peak:G6}"));
        foreach (var group in document.Multipliers)
        {
            if (group.Factor == 0) yield return new(Severity.Warning, "multiplier", 0, $"the group {Names.Quote(group.Group)} has the factor 0 and is not trained");
        }
    }
}
