using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>What first-order theory says could still be gained: max ⟨∇L, η − η′⟩ over admissible η′ (the Frank–Wolfe gap).</summary>
/// <remarks>
/// It is 0 exactly where the stationarity conditions hold, is measured in loss, and for a law that is convex in the rates bounds the
/// distance to the optimum. The linear problem is solved exactly: falling schedules between two bounds are mixtures of those that
/// drop once from the one to the other; where rises are allowed each step takes its own bound. A limit on the slope is left out, so
/// that the gap is then an upper bound.
/// </remarks>
static class OptimalityGap
{
    public static double Of(CalibratedLaw law, Frame frame, RatePath path)
    {
        var gradient = new double[path.Steps];
        law.FinalLoss(path, gradient);
        var head = path.Steps - frame.Free;
        var free = gradient.AsSpan(head);
        var rates = path.Rates[head..];
        double here = 0, floored = 0;
        for (var t = 0; t < free.Length; t++)
        {
            here += free[t] * rates[t];
            floored += free[t] * (frame.Constraints.MayRise && free[t] < 0 ? frame.Cap : frame.Floor);
        }

        // Moving the single drop later raises the steps before it from the floor to the cap.
        var (lowest, moving) = (floored, floored);
        for (var t = 0; t < free.Length && !frame.Constraints.MayRise; t++)
        {
            moving += free[t] * (frame.Cap - frame.Floor);
            lowest = Math.Min(lowest, moving);
        }

        return Math.Max(0, here - lowest);
    }
}
