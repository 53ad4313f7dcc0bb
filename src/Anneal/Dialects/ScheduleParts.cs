using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A stretch of a schedule that is one schedule of the catalogue: rate = Factor · Leaf[t − Start + Offset].</summary>
readonly record struct SchedulePart(int Start, int Steps, Schedule Leaf, int Offset, double Factor);

/// <summary>Takes combinations apart.</summary>
static class ScheduleParts
{
    /// <summary>The stretches of a schedule, in order.</summary>
    public static IReadOnlyList<SchedulePart> Of(Schedule schedule)
    {
        var parts = new List<SchedulePart>();
        Add(parts, schedule, 0, 0, schedule.Steps, 1);
        return parts;
    }

    static void Add(List<SchedulePart> parts, Schedule schedule, int start, int offset, int steps, double factor)
    {
        switch (schedule)
        {
            case Schedule.Chain chain:
                var begin = 0;
                foreach (var segment in chain.Segments)
                {
                    var (from, to) = (Math.Max(offset, begin), Math.Min(offset + steps, begin + segment.Steps));
                    if (from < to) Add(parts, segment, start + from - offset, from - begin, to - from, factor);
                    begin += segment.Steps;
                }

                break;
            case Schedule.Scaled scaled:
                Add(parts, scaled.Inner, start, offset, steps, factor * scaled.Factor);
                break;
            case Schedule.Slice slice:
                Add(parts, slice.Inner, start, offset + slice.Start, steps, factor);
                break;
            case Schedule.Composite composite:
                Add(parts, composite.Expanded, start, offset, steps, factor);
                break;
            case Warmup { Steps: > 1 } warmup:
                Add(parts, new Linear(0, warmup.Peak, warmup.Steps - 1).Then(new Constant(warmup.Peak, 1)), start, offset, steps, factor);
                break;
            case Warmup warmup:
                Add(parts, new Constant(warmup.Peak, 1), start, offset, steps, factor);
                break;
            case CosineRestarts { Multiplier: > 1 } restarts:
                Add(parts, Periods(restarts), start, offset, steps, factor);
                break;
            default:
                parts.Add(new(start, steps, schedule, offset, factor));
                break;
        }
    }

    static Schedule Periods(CosineRestarts restarts)
    {
        var (periods, left, length) = (new List<Schedule>(), restarts.Steps, (long)restarts.Period);
        while (left > 0)
        {
            var period = new Cosine(restarts.From, restarts.To, (int)Math.Min(length, int.MaxValue));
            periods.Add(period.Steps <= left ? period : period[..left]);
            left -= periods[^1].Steps;
            length *= restarts.Multiplier;
        }

        return Schedule.Join([.. periods]);
    }
}
