using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class WidthAndHorizonTests
{
    static readonly WidthAndHorizon easy = new(2, 1.25, 4, 1, .5), hard = new(1.5, 3, 4, .1, 1);

    [Fact]
    public void Unlearned_energy_is_the_tail_of_the_zeta_function()
    {
        Assert.Equal(Math.PI * Math.PI / 6, easy.Unlearned(0), 1e-11);
        Assert.Equal(2.612375348685488, hard.Unlearned(0), 1e-11);
        Assert.Equal(hard.Unlearned(1000), hard.Unlearned(3000) + Enumerable.Range(1001, 2000).Sum(k => Math.Pow(k, -1.5)), 1e-12);
        Assert.Equal(1, easy.Unlearned(1_000_000) * 1_000_000.5, 1e-6);
    }

    // The optima of the full model at T = 2048, by an independent program: 2.206e-2 and .4737.
    [Fact]
    public void The_prescribed_schedule_is_nearly_the_optimum_in_both_phases()
    {
        Assert.InRange(((easy.Best(1_000_000, 2048).Loss - easy.Unlearned(1_000_000)) / 2.206e-2) - 1, -.001, .006);
        Assert.InRange(((hard.Best(1_000_000, 2048).Loss - hard.Unlearned(1_000_000)) / .4737) - 1, -.001, .003);
    }

    // With η(R) = c(1 + 2R)^(1 − 1/(2b)), the steps left at clock R are ∫ dR/η: a differential equation solved slowly.
    [Fact]
    public void Rates_are_those_of_the_remaining_clock()
    {
        const int Steps = 400;
        var rates = hard.Rates(Steps, .05);
        var (remaining, step) = (0.0, 1e-3);
        for (var back = 0; back < Steps; back++)
        {
            Assert.Equal(1, rates[Steps - 1 - back] / Math.Min(1, .05 * Math.Pow(1 + (2 * At(.5)), 5.0 / 6)), 1e-5);
            remaining = At(1);

            // The clock that share of a step earlier, by the midpoint rule.
            double At(double share)
            {
                var clock = remaining;
                for (var s = 0.0; s < share - (step / 2); s += step)
                {
                    var middle = clock + (step / 2 * .05 * Math.Pow(1 + (2 * clock), 5.0 / 6));
                    clock += step * .05 * Math.Pow(1 + (2 * middle), 5.0 / 6);
                }

                return clock;
            }
        }
    }

    [Fact]
    public void A_narrow_student_is_the_full_model_with_the_rest_as_noise()
    {
        var (loss, end) = easy.Best(40, 300);
        var rest = easy.Unlearned(40);

        var direct = new RandomFeatureGradient(new(PowerLawSpectrum.Exact(2, 1.25, 40), 4, 1 + rest), 300).Loss(easy.Rates(300, end));

        Assert.Equal(loss, direct + rest, 1e-12);
    }

    [Fact]
    public void Exponents_balance_width_and_horizon()
    {
        Assert.Equal([.333333333333, .666666666667, -.333333333333], Exponents(easy));
        Assert.Equal([.25, .75, -.125], Exponents(hard));

        static double[] Exponents(WidthAndHorizon law) =>
            [.. new[] { law.WidthExponent, law.HorizonExponent, law.LossExponent }.Select(value => Math.Round(value, 12))];
    }
}
