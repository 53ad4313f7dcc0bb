using Anneal.Control;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.Atlas;

/// <summary>Where a schedule of the atlas comes from.</summary>
enum AtlasOrigin
{
    /// <summary>What people use.</summary>
    Customary,

    /// <summary>What a theory calls optimal.</summary>
    Theory,

    /// <summary>What a fitted law calls optimal.</summary>
    Law,
}

/// <summary>A row of the atlas.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Path">Its rates.</param>
/// <param name="Optimum">The search that found it; null for what was not searched for.</param>
sealed record AtlasSchedule(string Name, AtlasOrigin Origin, RatePath Path, OptimalSchedule? Optimum = null);

/// <summary>The schedules that are compared: all of one warm-up, peak, floor and length.</summary>
static class AtlasSchedules
{
    /// <summary>What people use, decays over a fifth of the free steps unless their name says otherwise.</summary>
    public static IEnumerable<AtlasSchedule> Customary(ScheduleConstraints frame)
    {
        var (peak, floor, free) = (frame.Peak, frame.Floor, Free(frame));
        var tail = Math.Max(1, free / 5);
        yield return Row(frame, "constant", new Constant(peak, free));
        yield return Row(frame, "cosine to 10 %", new Cosine(peak, Math.Max(floor, peak / 10), free));
        yield return Row(frame, "cosine", new Cosine(peak, floor, free));
        yield return Row(frame, "linear", new Linear(peak, floor, free));
        yield return Row(frame, "wsd linear", Held(frame, tail).Then(new Linear(peak, floor, tail)));
        yield return Row(frame, "wsd 1−√", Held(frame, tail).Then(new OneMinusSqrt(peak, floor, tail)));
    }

    /// <summary>What each law calls optimal, and, for a multi-power law, what it calls optimal when taken at its word.</summary>
    public static IEnumerable<(string Name, Func<OptimalSchedule> Search)> Searches(AtlasLaws laws, ScheduleConstraints frame, CancellationToken cancellation)
    {
        foreach (var law in laws.Laws)
        {
            yield return (law.Name, () => ScheduleOptimizer.Minimize(law.Fit.Law, frame, cancellation: cancellation));
            if (law.Fit.Law.Law is MultiPower)
                yield return ($"{law.Name}, taken literally", () => ScheduleOptimizer.Minimize(law.Fit.Law, frame, ScheduleForm.Literal, cancellation: cancellation));
        }
    }

    /// <summary>The steps after the warm-up.</summary>
    public static int Free(ScheduleConstraints frame) => frame.Steps - frame.Warmup;

    /// <summary>A theory's schedule of free rates in units of its own peak, put on the frame's.</summary>
    public static AtlasSchedule Theory(ScheduleConstraints frame, string name, ReadOnlySpan<double> rates)
    {
        var scaled = new double[rates.Length];
        var top = 0.0;
        foreach (var rate in rates) top = Math.Max(top, rate);
        for (var t = 0; t < rates.Length; t++) scaled[t] = Math.Max(frame.Floor, frame.Peak * rates[t] / top);
        return Row(frame, name, new Tabulated(ValueList.Create(scaled))) with { Origin = AtlasOrigin.Theory };
    }

    static Constant Held(ScheduleConstraints frame, int tail) => new(frame.Peak, Math.Max(1, Free(frame) - tail));

    static AtlasSchedule Row(ScheduleConstraints frame, string name, Schedule free) => new(
        name, AtlasOrigin.Customary, new RatePath(frame.Warmup > 0 ? new Warmup(frame.Peak, frame.Warmup).Then(free) : free));
}
