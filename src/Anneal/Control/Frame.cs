using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>Constraints that have been found to hold together: the fixed head, and the room for what follows.</summary>
sealed class Frame
{
    readonly double[] head;
    readonly int warmupSteps;

    /// <summary>Checks the constraints against each other.</summary>
    /// <exception cref="InfeasibleException">They contradict each other.</exception>
    public Frame(ScheduleConstraints constraints)
    {
        ArgumentNullException.ThrowIfNull(constraints);
        var c = constraints;
        Check(c.Floor <= c.Peak, $"The floor {c.Floor:R} lies above the peak {c.Peak:R}.");
        Check(c.Warmup < c.Steps, $"The warm-up of {c.Warmup} steps leaves no step of the {c.Steps}.");
        Check(c.Warmup == 0 || c.WarmupSum == 0, "The warm-up is told twice, by its steps and by its sum.");
        if (!c.Prefix.IsDefaultOrEmpty) CheckPrefix(c);

        Constraints = c;
        head = Head(c);
        Fixed = c.Prefix.IsDefaultOrEmpty ? Ramp(c) : new Tabulated(new ValueList<double>(head));
        warmupSteps = Math.Max(0, c.Warmup - 1);
        Free = c.Steps - head.Length;
        Previous = head[^1];
        Cap = c.MayRise ? c.Peak : Math.Min(c.Peak, Previous);
        MaxSlope = c.MaxSlope ?? double.PositiveInfinity;
        Check(c.Floor <= Cap, $"The fixed beginning ends at {Previous:R}, below the floor {c.Floor:R}, and the rate may not rise.");
        Check(
            Free == 0 || Previous + MaxSlope >= c.Floor,
            $"From {Previous:R} no step of at most {MaxSlope:R} reaches the floor {c.Floor:R}.");
    }

    /// <summary>What was asked.</summary>
    public ScheduleConstraints Constraints { get; }

    /// <summary>The fixed head as a schedule.</summary>
    public Schedule Fixed { get; }

    /// <summary>The rates of the fixed head, at least one.</summary>
    public ReadOnlySpan<double> HeadRates => head;

    /// <summary>The number of free steps after the head, possibly 0.</summary>
    public int Free { get; }

    /// <summary>The rate of the last fixed step.</summary>
    public double Previous { get; }

    /// <summary>The highest rate a free step may have.</summary>
    public double Cap { get; }

    /// <summary>The lowest rate a free step may have.</summary>
    public double Floor => Constraints.Floor;

    /// <summary>The largest change per step, possibly infinite.</summary>
    public double MaxSlope { get; }

    /// <summary>Head and free rates written out for a law.</summary>
    public RatePath Path(ReadOnlySpan<double> free)
    {
        var rates = GC.AllocateUninitializedArray<double>(head.Length + free.Length);
        head.CopyTo(rates, 0);
        free.CopyTo(rates.AsSpan(head.Length));
        return new RatePath(rates, Constraints.WarmupSum, warmupSteps);
    }

    /// <summary>A whole schedule written out for a law.</summary>
    public RatePath Whole(Schedule schedule) => new(schedule.ToArray(), Constraints.WarmupSum, warmupSteps);

    /// <summary>The whole schedule: the head, the cap held for that many steps, and the rest.</summary>
    public Schedule Schedule(int held, Schedule? rest)
    {
        // The step that stands in for a fixed beginning is one with the plateau.
        var isOne = Fixed is Constant && held > 0 && Previous == Cap;
        var whole = isOne ? new Constant(Cap, held + 1) : held > 0 ? Fixed.Then(new Constant(Cap, held)) : Fixed;
        return rest is null ? whole : whole.Then(rest);
    }

    /// <summary>The whole schedule from its free rates.</summary>
    public Schedule Schedule(ReadOnlySpan<double> free)
    {
        var held = free.IndexOfAnyExcept(Cap);
        if (held < 0) held = free.Length;
        return Schedule(held, held < free.Length ? new Tabulated(ValueList.Create(free[held..])) : null);
    }

    /// <summary>Whether no free step is larger than allowed.</summary>
    public bool Admits(Schedule free)
    {
        if (double.IsPositiveInfinity(MaxSlope)) return true;
        var previous = Previous;
        for (var t = 0; t < free.Steps; t++)
        {
            // A little more than allowed is rounding.
            if (Math.Abs(free[t] - previous) > MaxSlope * (1 + 1e-9)) return false;
            previous = free[t];
        }

        return true;
    }

    static double[] Head(ScheduleConstraints c) => c.Prefix.IsDefaultOrEmpty ? Ramp(c).ToArray() : [.. c.Prefix];

    static Schedule Ramp(ScheduleConstraints c) => c.Warmup > 0 ? new Warmup(c.Peak, c.Warmup) : new Constant(c.Peak, 1);

    static void CheckPrefix(ScheduleConstraints c)
    {
        Check(c.Prefix.Length < c.Steps, $"The fixed beginning of {c.Prefix.Length} steps leaves no step of the {c.Steps}.");
        Check(
            c.Prefix.Length >= c.Warmup,
            $"The fixed beginning of {c.Prefix.Length} steps ends inside the warm-up of {c.Warmup}.");
        foreach (var rate in c.Prefix)
        {
            if (!double.IsFinite(rate) || rate < 0) throw new InfeasibleException($"The fixed beginning holds the rate {rate:R}.");
            if (rate > c.Peak)
                throw new InfeasibleException($"The fixed beginning reaches {rate:R}, above the peak {c.Peak:R}.");
        }
    }

    static void Check(bool holds, string otherwise)
    {
        if (!holds) throw new InfeasibleException(otherwise);
    }
}
