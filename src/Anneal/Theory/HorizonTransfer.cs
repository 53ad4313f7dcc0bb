using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Theory;

/// <summary>How the best base rate of one horizon becomes that of another.</summary>
public static class HorizonTransfer
{
    /// <summary>
    /// The factor on the base rate by the convex last-iterate bound: γ*(η over M)/γ*(η over N) (<see cref="LastIterateBound"/>); about
    /// √(N/M) whatever the shape.
    /// </summary>
    /// <param name="shape">The schedule of a length, its peak 1.</param>
    /// <param name="from">N, steps.</param>
    /// <param name="to">M, steps.</param>
    public static double ByConvexBound(Func<int, Schedule> shape, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return LastIterateBound.Of(shape(to)).BaseRate / LastIterateBound.Of(shape(from)).BaseRate;
    }

    /// <summary>
    /// The factor by functional scaling: (M/N)^−ν with ν = (s − 1 + 1/α)/(s + 1/α), α = min(β, γ + 1) for a decay that ends like
    /// (1 − t/T)^γ, where s ≥ 1 − 1/α (the easy regime); 1 in the hard regime, where the highest stable rate is best at any horizon
    /// (Li et al. 2026, arXiv:2602.06797; Bordelon and Mori 2026 for the same exponents in random features).
    /// </summary>
    /// <param name="source">s, above 0: the loss falls like the rate sum to the −s.</param>
    /// <param name="capacity">β, above 1: the spectrum's exponent.</param>
    /// <param name="tail">γ, at least 0: 0 for a constant rate, 1 for a linear decay, 2 for a cosine.</param>
    /// <param name="from">N, steps.</param>
    /// <param name="to">M, steps.</param>
    public static double ByFunctionalScaling(double source, double capacity, double tail, int from, int to) =>
        Math.Pow((double)to / from, -PeakExponent(source, capacity, tail));

    /// <summary>ν of <see cref="ByFunctionalScaling"/>; 0 in the hard regime.</summary>
    public static double PeakExponent(double source, double capacity, double tail)
    {
        if (!(source > 0)) throw new ArgumentOutOfRangeException(nameof(source), source, "The source exponent is above 0.");
        if (!(capacity > 1)) throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity exponent is above 1.");
        if (!(tail >= 0)) throw new ArgumentOutOfRangeException(nameof(tail), tail, "The exponent of the tail is at least 0.");
        var alpha = Math.Min(capacity, tail + 1);
        return Math.Max(0, (source - 1 + (1 / alpha)) / (source + (1 / alpha)));
    }

    /// <summary>
    /// The peaks at which a law's final loss is least over N and over M steps; null where either lies at an end of the range, as with
    /// laws that know nothing of instability.
    /// </summary>
    /// <param name="law">The law.</param>
    /// <param name="shape">The schedule of a peak and a length.</param>
    /// <param name="from">N, steps.</param>
    /// <param name="to">M, steps.</param>
    /// <param name="range">The lowest and the highest peak to look at; eighty places, evenly spaced in their logarithm.</param>
    public static (double From, double To)? BestPeaks(
        CalibratedLaw law, Func<double, int, Schedule> shape, int from, int to, (double Low, double High) range)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(shape);
        return Best(from) is { } first && Best(to) is { } second ? (first, second) : null;

        double? Best(int steps)
        {
            const int Places = 80;
            var best = (Loss: double.PositiveInfinity, At: 0);
            for (var i = 0; i <= Places; i++)
            {
                var loss = law.FinalLoss(new RatePath(shape(Rate(i), steps)));
                if (loss < best.Loss) best = (loss, i);
            }

            return best.At is 0 or Places ? null : Rate(best.At);

            double Rate(int i) => range.Low * Math.Pow(range.High / range.Low, (double)i / Places);
        }
    }
}
