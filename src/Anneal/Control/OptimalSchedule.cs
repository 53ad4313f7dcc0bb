using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>The best schedule found, and how it was found.</summary>
/// <param name="Schedule">The schedule, from the first of the constraints' steps on.</param>
/// <param name="Path">It written out, with its warm-up.</param>
/// <param name="Law">The law that was minimised: the path-consistent form of a multi-power law, unless the literal one was asked for.</param>
/// <param name="Method">How it was found, in a few words.</param>
public sealed record OptimalSchedule(Schedule Schedule, RatePath Path, CalibratedLaw Law, string Method)
{
    /// <summary>The final loss under <see cref="Law"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>The final loss under the law as written; <see cref="Loss"/> where that is the law minimised.</summary>
    public required double LossLiteral { get; init; }

    /// <summary>
    /// How far the stationarity conditions are from being met. For the smooth optimum: the relative residual of its equation. For the
    /// general solver and a single drop: the loss that first-order theory leaves to be gained, a bound where the law is convex. For
    /// staircases: the largest |∂L/∂ln level|; for power decays: |dL/d ln exponent|. NaN where the law has no gradient.
    /// </summary>
    public required double KktResidual { get; init; }

    /// <summary>How often the loss, or the scalar equation, was evaluated.</summary>
    public required int Iterations { get; init; }

    /// <summary>The first step whose rate is below the one before it, T where there is none.</summary>
    public int DecayStart
    {
        get
        {
            var rates = Path.Rates;
            for (var t = 1; t < rates.Length; t++)
            {
                if (rates[t] < rates[t - 1]) return t;
            }

            return rates.Length;
        }
    }

    /// <summary>What a reader should know before using it, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
