using Anneal.Control;
using Anneal.Laws;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class MomentumLawOptimumTests
{
    static readonly (double A, double Alpha, double B, double Lambda) law = (.525, .508, 380, .999);
    static readonly MomentumLawOptimum best = MomentumLawOptimum.Of(law, 20_000, 3e-4, .324);

    [Fact]
    public void It_drops_to_zero_where_an_independent_program_does()
    {
        Assert.Equal(17_091, 20_000 - best.ZeroSteps + 1);
        // The program put the whole step's rate sum into the equation, and had 2910.36.
        Assert.Equal(2910.33, best.Stationary, .005);
        Assert.Equal(best.ZeroSteps, Enumerable.Range(0, 20_000).MinBy(n => MomentumLawOptimum.LossOf(law, 20_000, 3e-4, .324, n)));
    }

    [Fact]
    public void The_optimality_conditions_hold()
    {
        var derivatives = Enumerable.Range(1, 20_000).Select(n => best.Derivative(law, 3e-4, .324, n)).ToArray();

        Assert.Equal(best.ZeroSteps, Array.IndexOf(derivatives, derivatives.Min()) + 1);
        Assert.True(derivatives.Min() < 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public void The_derivative_is_that_of_a_further_drop(int steps)
    {
        // The signal's clock is short by δ for each step since the drop; the drop itself has been forgotten but for λⁿ.
        double Loss(double drop) => (law.A * Math.Pow(.324 + ((20_000 - best.ZeroSteps) * 3e-4) - (drop * steps), -law.Alpha))
            - (law.B * drop * (1 - Math.Pow(law.Lambda, steps)));
        const double Small = 1e-6;
        var slope = (Loss(Small) - Loss(-Small)) / (2 * Small);
        Assert.Equal(slope, best.Derivative(law, 3e-4, .324, steps), 1e-3 * Math.Abs(slope));
    }

    [Fact]
    public void The_derivative_is_that_of_the_law()
    {
        var momentum = new CalibratedLaw(new Momentum(), [0, law.A, law.Alpha, law.B, law.Lambda]);
        double Loss(double moved)
        {
            // A part of the drop moved from the optimum to 100 steps before the end.
            var rates = new double[20_000];
            for (var t = 0; t < rates.Length - 100; t++) rates[t] = t < 20_000 - best.ZeroSteps ? 3e-4 : moved;
            return momentum.FinalLoss(new(rates, .324));
        }

        var slope = (Loss(1e-9) - Loss(0)) / 1e-9;

        Assert.Equal(best.Derivative(law, 3e-4, .324, 100) - best.Derivative(law, 3e-4, .324, best.ZeroSteps), slope, 1e-3 * Math.Abs(slope));
        Assert.Equal(best.Loss, Loss(0), 1e-12);
    }

    [Fact]
    public void The_optimiser_of_schedules_finds_the_same()
    {
        var found = ScheduleOptimizer.Minimize(
            new(new Momentum(), [0, law.A, law.Alpha, law.B, law.Lambda]), new(20_000, 3e-4) { WarmupSum = .324 });

        Assert.Equal(best.ZeroSteps, found.Path.Rates.ToArray().Count(rate => rate == 0));
        Assert.Equal(best.Loss, found.Loss, 1e-12);
    }

    [Fact]
    public void Laws_under_which_no_drop_inside_the_run_is_best_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MomentumLawOptimum.Of(law with { B = 1e-3 }, 20_000, 3e-4, .324));
        Assert.Throws<ArgumentOutOfRangeException>(() => MomentumLawOptimum.Of(law, 1, 3e-4, .324));
    }
}
