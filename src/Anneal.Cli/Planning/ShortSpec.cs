using Anneal.Control;
using Anneal.Schedules;

namespace Anneal.Cli.Planning;

/// <summary>The best schedule as a short SPEC.</summary>
static class ShortSpec
{
    // What a rate may be off by in the SPEC, and the loss with it.
    const double FirstTolerance = 2e-3, LossTolerance = 1e-6;

    /// <summary>
    /// The schedule in the notation with few enough knots to read: every rate within 0.2 % and the final loss within 1e-6 of the exact one.
    /// </summary>
    public static Schedule Of(OptimalSchedule best)
    {
        for (var tolerance = FirstTolerance; tolerance > 1e-6; tolerance /= 4)
        {
            var spec = Abridgement.Of(best.Schedule, tolerance);
            var path = new RatePath(spec, best.Path.PriorSum, best.Path.WarmupSteps);
            if (Math.Abs(best.Law.FinalLoss(path) - best.Loss) <= LossTolerance) return spec;
        }

        return best.Schedule;
    }
}
