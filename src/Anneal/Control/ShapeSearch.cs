using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>Schedules that hold the rate and then decay over the last steps, each with its own best length.</summary>
sealed class ShapeSearch(CalibratedLaw law, Frame frame, CancellationToken cancellation)
{
    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The best length of a decay to <paramref name="to"/>, 0 where holding the rate is best.</summary>
    public (double Loss, int Steps) Best(DecayShape shape, double to) => Best(steps => Schedule(shape, to, steps));

    /// <summary>The best length of what ends a schedule.</summary>
    /// <param name="schedule">The free steps by that length, 0 … the number of free steps.</param>
    /// <param name="near">A length near which to look, to a hundredth; null to look everywhere, to a step.</param>
    public (double Loss, int Steps) Best(Func<int, Schedule> schedule, int? near = null)
    {
        var losses = new Dictionary<int, double>();
        List<int> lengths = near is { } guess ? Grid(Math.Max(1, guess / 2), Math.Min(frame.Free, 2 * guess), 4) : Grid(1, frame.Free, 12);
        var best = lengths.MinBy(Loss);
        var at = lengths.IndexOf(best);
        var (low, high) = (lengths[Math.Max(0, at - 1)], lengths[Math.Min(lengths.Count - 1, at + 1)]);

        // Golden section on the logarithm of the length; the loss falls and then rises in it.
        while (high - low > (near is null ? 2 : Math.Max(2, low / 100)))
        {
            var ratio = Math.Pow((double)high / low, 0.381966);
            var left = Math.Clamp((int)Math.Round(low * ratio), low + 1, high - 2);
            var right = Math.Clamp((int)Math.Round(high / ratio), left + 1, high - 1);
            if (Loss(left) <= Loss(right)) high = right;
            else low = left;
        }

        best = new[] { 0, low, (low + high) / 2, high, best }.MinBy(Loss);
        return (Loss(best), best);

        double Loss(int steps)
        {
            if (losses.TryGetValue(steps, out var known)) return known;
            cancellation.ThrowIfCancellationRequested();
            Evaluations++;
            var free = schedule(steps);
            return losses[steps] = frame.Admits(free) ? law.FinalLoss(frame.Path(free.ToArray())) : double.PositiveInfinity;
        }
    }

    /// <summary>The best exponent and length of a power decay to the floor.</summary>
    public (double Loss, int Steps, double Exponent) BestPower()
    {
        var best = (Loss: double.PositiveInfinity, Steps: 0, Exponent: 1.0);
        foreach (var exponent in (ReadOnlySpan<double>)[0.5, 1, 1.5, 2.2, 3.2]) Try(exponent);
        for (var factor = 1.2; factor > 1.005; factor = Math.Sqrt(factor))
        {
            var centre = best.Exponent;
            Try(centre * factor);
            Try(centre / factor);
        }

        var last = DecayShape.Power(best.Exponent);
        var (finest, length) = Best(n => Schedule(last, frame.Floor, n));
        return finest < best.Loss ? (finest, length, best.Exponent) : best;

        void Try(double exponent)
        {
            var shape = DecayShape.Power(exponent);
            var (loss, steps) = Best(n => Schedule(shape, frame.Floor, n), best.Steps > 0 ? best.Steps : null);
            if (loss < best.Loss) best = (loss, steps, exponent);
        }
    }

    /// <summary>The free steps: the rate held, then the decay.</summary>
    public Schedule Schedule(DecayShape shape, double to, int steps)
    {
        if (steps == 0) return new Constant(frame.Cap, frame.Free);
        var decay = shape.Decay(frame.Cap, to, steps);
        return steps == frame.Free ? decay : new Constant(frame.Cap, frame.Free - steps).Then(decay);
    }

    /// <summary>The free steps: the rate held, then the floor.</summary>
    public Schedule Drop(int steps)
    {
        var (held, floor) = (frame.Free - steps, steps);
        if (floor == 0) return new Constant(frame.Cap, held);
        return held == 0 ? new Constant(frame.Floor, floor) : new Constant(frame.Cap, held).Then(new Constant(frame.Floor, floor));
    }

    static List<int> Grid(int from, int to, int count) =>
    [
        .. Enumerable.Range(0, count + 1)
            .Select(i => (int)Math.Round(from * Math.Pow((double)to / from, (double)i / count)))
            .Distinct(),
    ];
}
