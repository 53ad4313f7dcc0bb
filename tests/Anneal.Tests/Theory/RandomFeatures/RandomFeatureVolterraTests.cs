using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RandomFeatureVolterraTests
{
    static readonly RandomFeatureModel model = new(PowerLawSpectrum.Exact(1.5, 1.2, 30), 4, .3);

    // One mode, λ = 1: L' = −2L + γ(L + σ²), with γ L for the Gaussian term once more.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_mode_relaxes_exponentially(bool gaussian)
    {
        const double Noise = .4;
        var one = new RandomFeatureModel(PowerLawSpectrum.Exact(2, 2, 1), 4, .7);
        var times = Grid(6, 4000);
        var losses = new double[times.Length];

        RandomFeatureVolterra.Solve(one, times, Same(Noise, times.Length), gaussian, losses);

        var decay = 2 - ((gaussian ? 2 : 1) * Noise);
        var plateau = Noise * .7 / decay;
        for (var i = 0; i < times.Length; i += 100)
            Assert.Equal(plateau + ((1 - plateau) * Math.Exp(-decay * times[i])), losses[i], 1e-6);
    }

    // The equation itself, its integral by trapezoids over the whole past.
    [Fact]
    public void Solutions_satisfy_the_equation()
    {
        var times = Grid(8, 800);
        double[] noise = [.. times.Select(u => .1 * (1 - (u / 10)))];
        var losses = new double[times.Length];

        RandomFeatureVolterra.Solve(model, times, noise, gaussian: false, losses);

        foreach (var i in new[] { 1, 50, 400, 800 })
        {
            var integral = 0.0;
            for (var j = 0; j <= i; j++)
            {
                var weight = (times[Math.Min(i, j + 1)] - times[Math.Max(0, j - 1)]) / 2;
                integral += weight * RandomFeatureVolterra.Kernel(model.Spectrum, times[i] - times[j]) * (losses[j] + .3) * noise[j];
            }

            Assert.Equal(RandomFeatureVolterra.Signal(model.Spectrum, times[i]) + integral, losses[i], 1e-4);
        }
    }

    [Fact]
    public void Errors_fall_as_the_square_of_the_step()
    {
        var exact = Last(6400);

        var slope = PowerFit.Of([50, 100, 200], [Math.Abs(Last(50) - exact), Math.Abs(Last(100) - exact), Math.Abs(Last(200) - exact)]);

        Assert.Equal(-2, slope.Exponent, .1);

        static double Last(int count)
        {
            var times = Grid(10, count);
            var losses = new double[count + 1];
            RandomFeatureVolterra.Solve(model, times, [.. times.Select(u => .1 * Math.Exp(-u / 5))], gaussian: true, losses);
            return losses[^1];
        }
    }

    // At a given γ = η/m the recursion with its batch noise tends to the Gaussian form, in proportion to η; the other keeps a distance.
    [Fact]
    public void Small_rates_tend_to_the_equation_in_proportion()
    {
        double[] rates = [.04, .02, .01];

        double[] gaussian = [.. rates.Select(rate => Gap(rate, true))];

        Assert.Equal(1, PowerFit.Of(rates, gaussian).Exponent, .1);
        Assert.InRange(gaussian[^1], 0, .01);
        Assert.True(Gap(.001, false) > 10 * Gap(.001, true));

        static double Gap(double rate, bool gaussian)
        {
            var times = Grid(20, 4000);
            var losses = new double[times.Length];
            RandomFeatureVolterra.Solve(model, times, Same(.2, times.Length), gaussian, losses);
            var steps = (int)Math.Round(20 / rate);
            var discrete = new RandomFeatureGradient(model, steps).Loss(Same(rate, steps), Same(rate / .2, steps));
            return Math.Abs((losses[^1] / discrete) - 1);
        }
    }

    [Theory]
    [InlineData(2, 1.25)]
    [InlineData(1.5, 3)]
    public void Signal_and_memory_tend_to_their_powers(double a, double b)
    {
        var spectrum = PowerLawSpectrum.Quadrature(a, b, 100_000_000);

        Assert.Equal(1, RandomFeatureVolterra.Signal(spectrum, 3000) / RandomFeatureVolterra.SignalPower(a, b, 3000), 3e-3);
        Assert.Equal(1, RandomFeatureVolterra.Kernel(spectrum, 3000) / RandomFeatureVolterra.KernelPower(b, 3000), 3e-3);
    }

    [Fact]
    public void Times_that_do_not_rise_from_zero_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RandomFeatureVolterra.Solve(model, [1, 2], [0, 0], false, new double[2]));
        Assert.Throws<ArgumentException>(() => RandomFeatureVolterra.Solve(model, [0, 1, 1], [0, 0, 0], false, new double[3]));
        Assert.Throws<ArgumentException>(() => RandomFeatureVolterra.Solve(model, [0, 1], [0], false, new double[2]));
    }

    static double[] Grid(double end, int count) => [.. Enumerable.Range(0, count + 1).Select(i => end * i / count)];

    static double[] Same(double value, int count) => [.. Enumerable.Repeat(value, count)];
}
