using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class PowerFitTests
{
    [Fact]
    public void A_power_law_is_found_again()
    {
        double[] x = [1, 3, 10, 40];
        var fit = PowerFit.Of(x, Array.ConvertAll(x, at => 2.5 * Math.Pow(at, -0.7)));

        Assert.Equal(-0.7, fit.Exponent, 1e-13);
        Assert.Equal(2.5, fit.Factor, 1e-12);
        Assert.Equal(0, fit.StandardError, 1e-7);
        Assert.Equal(1, fit.RSquared, 1e-13);
    }

    // Residuals of ln y at ln x = −1, 0, 1: slope 0.5, residuals (1, −2, 1)/6, so s² = 1/6 and the slope's variance is s²/2.
    [Fact]
    public void The_standard_error_is_that_of_least_squares()
    {
        double[] x = [Math.Exp(-1), 1, Math.E];
        double[] y = [1, 1, Math.E];

        var fit = PowerFit.Of(x, y);

        Assert.Equal(0.5, fit.Exponent, 1e-13);
        Assert.Equal(Math.Sqrt(1.0 / 12), fit.StandardError, 1e-13);
        Assert.Equal(0.75, fit.RSquared, 1e-13);
    }

    [Fact]
    public void What_has_no_logarithm_is_refused() => Assert.Throws<ArgumentException>(() => PowerFit.Of([1, 2], [1, 0]));
}
