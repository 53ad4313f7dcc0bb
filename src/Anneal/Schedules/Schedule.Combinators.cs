using System.Numerics.Tensors;

namespace Anneal.Schedules;

public abstract partial record Schedule
{
    // A list, not a tree of pairs: thousands of segments neither recurse nor slow a look-up down.
    internal sealed record Chain(ValueList<Schedule> Segments, ValueList<int> Ends) : Schedule
    {
        public override int Steps => Ends[^1];

        public static Chain Of(ReadOnlySpan<Schedule> parts)
        {
            if (parts.IsEmpty) throw new ArgumentException("A chain needs at least one schedule.", nameof(parts));
            var (count, steps) = (0, 0L);
            foreach (var part in parts)
            {
                count += part is Chain chain ? chain.Segments.Count : 1;
                steps += part?.Steps ?? throw new ArgumentException("A segment is null.", nameof(parts));
            }

            if (steps > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(parts), $"The schedules together have more than {int.MaxValue} steps.");
            var segments = new Schedule[count];
            var ends = new int[count];
            var (next, start) = (0, 0);
            foreach (var part in parts)
            {
                if (part is Chain chain)
                {
                    chain.Segments.Span.CopyTo(segments.AsSpan(next));
                    TensorPrimitives.Add(chain.Ends.Span, start, ends.AsSpan(next, chain.Ends.Count));
                    next += chain.Ends.Count;
                }
                else
                {
                    segments[next] = part;
                    ends[next++] = start + part.Steps;
                }

                start += part.Steps;
            }

            return new Chain(new ValueList<Schedule>(segments), new ValueList<int>(ends));
        }

        protected override double At(int t)
        {
            var i = SegmentAt(t);
            return Segments[i].At(t - StartOf(i));
        }

        protected override void Fill(int start, Span<double> rates)
        {
            for (var i = SegmentAt(start); !rates.IsEmpty; i++)
            {
                var length = Math.Min(rates.Length, Ends[i] - start);
                Segments[i].Fill(start - StartOf(i), rates[..length]);
                rates = rates[length..];
                start += length;
            }
        }

        int StartOf(int i) => i == 0 ? 0 : Ends[i - 1];

        int SegmentAt(int t)
        {
            var i = Ends.Span.BinarySearch(t + 1);
            return i < 0 ? ~i : i;
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
        public override int Steps { get; } = Require.Positive(Length, "the number of steps in the slice");

        protected override double At(int t) => Inner.At(Start + t);

        protected override void Fill(int start, Span<double> rates) => Inner.Fill(Start + start, rates);
    }

    /// <summary>A schedule that is a name for a combination of others.</summary>
    /// <param name="Expanded">The combination it stands for.</param>
    public abstract record Composite(Schedule Expanded) : Schedule
    {
        /// <inheritdoc/>
        public override int Steps => Expanded.Steps;

        /// <inheritdoc/>
        protected sealed override double At(int t) => Expanded.At(t);

        /// <inheritdoc/>
        protected sealed override void Fill(int start, Span<double> rates) => Expanded.Fill(start, rates);
    }
}
