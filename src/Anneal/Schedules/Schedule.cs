namespace Anneal.Schedules;

/// <summary>A learning-rate schedule η₀ … η_{T−1}: an immutable value, evaluated only when read.</summary>
/// <remarks>
/// η_t is the rate of update t + 1, the one that takes θ_t to θ_{t+1}; t counts from 0. Segments are half-open:
/// the value a segment ends at belongs to the segment after it.
/// A new schedule is one file: a sealed record that overrides <see cref="Steps"/> and <see cref="At"/>;
/// its primary constructor is its notation (<c>cosine(from, to, steps)</c>), its <see cref="ToString"/> and its equality.
/// </remarks>
public abstract partial record Schedule
{
    /// <summary>The number of updates, T ≥ 1.</summary>
    public abstract int Steps { get; }

    /// <summary>η_t for 0 ≤ t &lt; <see cref="Steps"/>; callers have checked t.</summary>
    protected abstract double At(int t);

    /// <summary>Writes η_start, η_{start+1}, …: the same values as <see cref="At"/>, a span at a time.</summary>
    protected virtual void Fill(int start, Span<double> rates)
    {
        for (var i = 0; i < rates.Length; i++)
            rates[i] = At(start + i);
    }

    /// <summary>The rate of one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="t"/> is outside 0 … T−1.</exception>
    public double this[Index t]
    {
        get
        {
            var step = t.GetOffset(Steps);
            return (uint)step < (uint)Steps
                ? At(step)
                : throw new ArgumentOutOfRangeException(nameof(t), step, $"The schedule has {Steps} steps.");
        }
    }

    /// <summary>The steps of <paramref name="range"/> as a schedule of their own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range holds no step, or reaches outside 0 … T.</exception>
    public Schedule this[Range range]
    {
        get
        {
            var (start, length) = range.GetOffsetAndLength(Steps);
            if (length == Steps) return this;
            return this is Slice slice
                ? new Slice(slice.Inner, slice.Start + start, length)
                : new Slice(this, start, length);
        }
    }

    /// <summary>This schedule, followed by <paramref name="next"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Together they have more than 2³¹ − 1 steps.</exception>
    public Schedule Then(Schedule next) => Join(this, next);

    /// <summary>The schedules one after another; joining is associative, also for equality.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Together they have more than 2³¹ − 1 steps.</exception>
    public static Schedule Join(params ReadOnlySpan<Schedule> segments) => segments.Length == 1 ? segments[0] : Chain.Of(segments);

    /// <summary>Every rate times <paramref name="factor"/>, which is at least 0.</summary>
    public static Schedule operator *(double factor, Schedule schedule) => new Scaled(factor, schedule);

    /// <summary>Writes all T rates into <paramref name="rates"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="rates"/> is not T long.</exception>
    public void CopyTo(Span<double> rates)
    {
        Require.SameLength(rates.Length, Steps, nameof(rates), "the schedule");
        Fill(0, rates);
    }

    /// <summary>All T rates in a new array, owned by the caller.</summary>
    public double[] ToArray()
    {
        var rates = GC.AllocateUninitializedArray<double>(Steps);
        Fill(0, rates);
        return rates;
    }

    /// <summary>The schedule in the notation that <see cref="ScheduleNotation.Parse"/> reads back to an equal value.</summary>
    public sealed override string ToString() => NotationWriter.Whole(this);

    /// <summary>For messages and tables: as <see cref="ToString"/>, but long lists and chains are abbreviated and numbers rounded.</summary>
    public string Describe() => NotationWriter.Short(this);
}
