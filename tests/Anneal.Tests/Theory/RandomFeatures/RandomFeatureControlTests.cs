using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RandomFeatureControlTests
{
    static readonly RandomFeatureModel easy = new(PowerLawSpectrum.Quadrature(2, 1.25, 1_000_000), 4, 1);
    static readonly RandomFeatureModel hard = new(PowerLawSpectrum.Quadrature(1.5, 3, 1_000_000), 4, .1);
    static readonly int[] horizons = [128, 256, 512, 1024, 2048];

    // Optima of scipy's L-BFGS-B over the rates themselves, 58 to 351 iterations each.
    [Fact]
    public void Easy_optima_are_those_of_another_optimiser() => AssertLosses(easy, .5, [8.762e-2, 6.194e-2, 4.386e-2, 3.109e-2, 2.206e-2]);

    [Fact]
    public void Hard_optima_are_those_of_another_optimiser() => AssertLosses(hard, 1, [.7825, .6879, .6063, .5355, .4737]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_rate_can_be_moved_for_the_better(bool isEasy)
    {
        var (model, largest) = isEasy ? (easy, .5) : (hard, 1);

        var optimum = RandomFeatureControl.Optimize(model, 700, largest);

        var slopes = new double[700];
        double[] rates = [.. optimum.Rates];
        var loss = new RandomFeatureGradient(model, 700).Evaluate(rates, default, slopes);
        Assert.Equal(optimum.Loss, loss);
        for (var t = 0; t < 700; t++)
        {
            Assert.InRange(rates[t], 0, largest);
            var slope = slopes[t] * rates[t] / loss;
            if (rates[t] < largest) Assert.Equal(0, slope, 1e-7);
            else Assert.InRange(slope, -1, 1e-7);
        }
    }

    // A blind twin: coordinate after coordinate, each by golden sections.
    [Fact]
    public void Six_updates_have_the_optimum_of_a_blind_search()
    {
        var gradient = new RandomFeatureGradient(easy, 6);
        var rates = new double[6];
        Array.Fill(rates, .3);
        var best = double.PositiveInfinity;
        for (var round = 0; round < 40; round++)
        {
            for (var t = 0; t < 6; t++)
            {
                (rates[t], best) = RateSearch.Best(
                    rate =>
                    {
                        rates[t] = rate;
                        return gradient.Loss(rates);
                    },
                    1e-3, .5, 9, 1e-6);
            }
        }

        var optimum = RandomFeatureControl.Optimize(easy, 6, .5);

        Assert.Equal(best, optimum.Loss, 1e-9);
        for (var t = 0; t < 6; t++) Assert.Equal(rates[t], optimum.Rates[t], 1e-3);
    }

    [Fact]
    public void The_way_to_a_horizon_does_not_matter()
    {
        var direct = RandomFeatureControl.Along(easy, [512], .5)[0];

        var byHalves = RandomFeatureControl.Optimize(easy, 512, .5);

        Assert.Equal(1, direct.Loss / byHalves.Loss, 1e-9);
        for (var t = 0; t < 512; t++) Assert.Equal(1, direct.Rates[t] / byHalves.Rates[t], 1e-3);
    }

    [Fact]
    public void A_largest_rate_that_is_unstable_does_no_harm()
    {
        var noisy = new RandomFeatureModel(PowerLawSpectrum.Quadrature(1.1, 1.1, 10_000), 1, 1);
        Assert.False(noisy.IsStable(1));

        var optimum = RandomFeatureControl.Optimize(noisy, 64, 1);

        Assert.True(optimum.Loss < noisy.InitialLoss);
    }

    [Fact]
    public void Each_horizon_is_reported_and_a_search_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<int>();
        var progress = new Told(optimum =>
        {
            told.Add(optimum.Steps);
            if (told.Count == 2) stop.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => RandomFeatureControl.Optimize(easy, 300, .5, progress, stop.Token));
        Assert.Equal([37, 75], told);
    }

    static void AssertLosses(RandomFeatureModel model, double largest, double[] expected)
    {
        var optima = RandomFeatureControl.Along(model, horizons, largest);

        for (var i = 0; i < expected.Length; i++) Assert.Equal(1, optima[i].Loss / expected[i], 5e-4);
    }

    sealed class Told(Action<RandomFeatureOptimum> then) : IProgress<RandomFeatureOptimum>
    {
        public void Report(RandomFeatureOptimum value) => then(value);
    }
}
