using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class PowerLawQuadraticTests
{
    static readonly double[] cosine = new Cosine(.05, .005, 800).ToArray();

    // Theorem 1 with its constants mended, against sums over the quantiles of the spectrum: nothing of its integrals is in them.
    [Theory]
    [InlineData(-.5, .1, 2, 8)]
    [InlineData(.5, .5, 2, 1)]
    [InlineData(0, -.4, 1, .3)]
    public void The_closed_form_is_the_sum_over_the_spectrum(double density, double noise, double cutoff, double decay)
    {
        var model = new PowerLawQuadratic(density, noise, cutoff, decay, .01, 20_000, 20_000);

        Assert.Equal(1, model.Quantiles().Approximation(cosine) / model.MeanLoss(cosine), 2e-4);
    }

    // Where DG and DS are large; the law leaves out noise that has not yet grown.
    [Fact]
    public void The_multi_power_law_is_the_closed_form_but_for_one_term()
    {
        var model = new PowerLawQuadratic(-.5, .1, 2, 20, .01, 300, 300);
        var clock = cosine.Sum();

        var law = model.Law(cosine[0]).FinalLoss(new RatePath((double[])cosine.Clone()));

        Assert.Equal(1.5, model.Alpha);
        Assert.Equal(.6, model.Beta, 1e-15);
        Assert.Equal(1, (law - (model.B * cosine[0] * Math.Pow(1 + (model.C * clock), -model.Beta))) / model.MeanLoss(cosine), 1e-9);
    }

    // A quarter of the noise's trace a unit of the rate.
    [Fact]
    public void Long_constant_rates_settle_at_the_law_s_level()
    {
        var model = new PowerLawQuadratic(0, 2, 1, 5, .02, 100, 0);
        var rates = new Constant(.01, 200_000).ToArray();

        Assert.Equal(100 * .02 / 4 * .01, model.MeanLoss(rates), 1e-9);
        Assert.Equal(model.B * .01, model.Law(.01).Theta[0]);
    }

    [Fact]
    public void Densities_and_noises_that_cannot_be_integrated_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerLawQuadratic(-1, 1, 1, 1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerLawQuadratic(-.5, -.5, 1, 1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerLawQuadratic(0, 0, 0, 1, 1, 1, 1));
    }
}
