using System.Numerics.Tensors;

namespace Anneal.Schedules;

/// <summary>A learning-rate schedule η₀ … η_{T−1}: an immutable value, evaluated only when read.</summary>
/// <remarks>
/// η_t is the rate of update t + 1, the one that takes θ_t to θ_{t+1}; t counts from 0. Segments are half-open:
/// the value a segment ends at belongs to the segment after it.
/// A new schedule is one file: a sealed record that overrides <see cref="Steps"/> and <see cref="At"/>;
/// its primary constructor is its notation (<c>cosine(from, to, steps)</c>), its <see cref="ToString"/> and its equality.
/// </remarks>
public abstract record Schedule
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
    public Schedule this[Range range]
    {
        get
        {
            var (start, length) = range.GetOffsetAndLength(Steps);
            return new Slice(this, start, length);
        }
    }

    /// <summary>This schedule, followed by <paramref name="next"/>.</summary>
    public Schedule Then(Schedule next) => new Chain(this, next);

    /// <summary>Every rate times <paramref name="factor"/>.</summary>
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

    internal sealed record Chain(Schedule First, Schedule Second) : Schedule
    {
        public override int Steps => checked(First.Steps + Second.Steps);

        protected override double At(int t) => t < First.Steps ? First.At(t) : Second.At(t - First.Steps);

        protected override void Fill(int start, Span<double> rates)
        {
            var split = Math.Clamp(First.Steps - start, 0, rates.Length);
            if (split > 0) First.Fill(start, rates[..split]);
            if (split < rates.Length) Second.Fill(start + split - First.Steps, rates[split..]);
        }
    }

    internal sealed record Scaled(double Factor, Schedule Inner) : Schedule
    {
        public double Factor { get; } = Require.Rate(Factor);

        public override int Steps => Inner.Steps;

        protected override double At(int t) => Factor * Inner.At(t);

        protected override void Fill(int start, Span<double> rates)
        {
            Inner.Fill(start, rates);
            TensorPrimitives.Multiply(rates, Factor, rates);
        }
    }

    internal sealed record Slice(Schedule Inner, int Start, int Length) : Schedule
    {
        public override int Steps { get; } = Require.Positive(Length);

        protected override double At(int t) => Inner.At(Start + t);

        protected override void Fill(int start, Span<double> rates) => Inner.Fill(Start + start, rates);
    }
}
