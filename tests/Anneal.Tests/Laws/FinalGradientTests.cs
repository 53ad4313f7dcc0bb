using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Laws;

public sealed class FinalGradientTests
{
    [Fact]
    public void A_warm_up_from_zero_leaves_the_gradient_of_the_functional_scaling_law_finite_and_right()
    {
        // The weight of a change is infinite before all training; the rate there is 0, and so is the change.
        var law = new CalibratedLaw(new FunctionalScaling(), [3, 0.5, 0.5, 80, 0.5, 40, 0.8], WarmupResponse.Included);
        var rates = new Warmup(3e-4, 50).Then(new Constant(3e-4, 200)).Then(new Linear(3e-4, 3e-5, 100)).ToArray();
        var gradient = new double[rates.Length];

        var loss = law.FinalLoss(new RatePath(rates, warmupSteps: 49), gradient);

        Assert.Equal(law.FinalLoss(new RatePath(rates, warmupSteps: 49)), loss, 1e-14);
        Assert.All(gradient, slope => Assert.True(double.IsFinite(slope)));
        // Where the rate falls; on the plateau a law of drops alone has a kink.
        Assert.All((int[])[255, 280, 300, 330, 349], t =>
        {
            const double Step = 1e-9;
            double At(double change)
            {
                var moved = (double[])rates.Clone();
                moved[t] += change;
                return law.FinalLoss(new RatePath(moved, warmupSteps: 49));
            }

            var expected = (At(Step) - At(-Step)) / (2 * Step);
            Assert.Equal(expected, gradient[t], 1e-3 * Math.Max(1, Math.Abs(expected)));
        });
    }
}
