using Anneal.Control;

namespace Anneal.Tests.Control;

public sealed class SmoothOptimumTests
{
    static SmoothOptimum Solve(MultiPowerShape law, int steps, double floor = 0) =>
        new(law, steps, (floor, PublishedShapes.Peak), PublishedShapes.WarmupSum, PublishedShapes.Peak, []);

    // Losses and decay lengths from an independent quadrature solution of the same equation.
    [Theory]
    [InlineData("25M", 24000, 3.149736, 2405)]
    [InlineData("100M", 24000, 2.794116, 2337)]
    [InlineData("400M", 24000, 2.533219, 2694)]
    [InlineData("25M", 72000, 3.054188, 7411)]
    [InlineData("100M", 72000, 2.683426, 6846)]
    [InlineData("400M", 72000, 2.410673, 7813)]
    [InlineData("25M paper", 24000, 3.198366, null)]
    [InlineData("100M paper", 24000, 2.934667, null)]
    [InlineData("400M paper", 24000, 2.701510, null)]
    public void Reproduces_the_losses_and_decay_lengths_of_the_independent_solution(
        string name, int total, double loss, int? decaySteps)
    {
        var law = PublishedShapes.Of(name);
        var optimum = Solve(law, total - PublishedShapes.Warmup);

        Assert.Equal(loss, PublishedShapes.LiteralLoss(law, optimum.Rates), 1.0e-6);
        if (decaySteps is { } whole) Assert.Equal(whole, Math.Floor(optimum.DecaySteps));
        Assert.InRange(optimum.Residual, 0, 1e-10);
    }

    [Theory]
    [InlineData(1, 1, 0.64, 0)]
    [InlineData(0.7, 0.85, 0.64, 0)]
    [InlineData(0.7, 0.7, 0.3, 3e-6)]
    [InlineData(1, 1, 0, 3e-5)]
    public void No_rescaled_or_stretched_neighbour_is_better(double p, double q, double gamma, double floor)
    {
        var law = new MultiPowerShape(3, 0.5, 0.5, 400, 2, 0.6, gamma, p, q);
        const int Steps = 8000;
        var best = Solve(law, Steps, floor);
        var loss = PublishedShapes.PathLoss(law, best.Rates);
        for (var i = 0; i < 120; i++)
        {
            // Stretches of time and of the rate by 0.8 to 1.25, on a fixed lattice.
            var (stretch, scale) = (0.8 * Math.Pow(1.5625, i % 11 / 10.0), 0.8 * Math.Pow(1.5625, i / 11 / 10.0));
            var rates = new double[Steps];
            for (var t = 0; t < Steps; t++)
            {
                var at = Math.Clamp(Steps - 1 - (int)((Steps - 1 - t) * stretch), 0, Steps - 1);
                rates[t] = Math.Clamp(best.Rates[at] * scale, floor, t > 0 ? rates[t - 1] : PublishedShapes.Peak);
            }

            Assert.InRange(PublishedShapes.PathLoss(law, rates), loss - 1e-7, double.PositiveInfinity);
        }
    }

    [Fact]
    public void Decays_from_the_first_step_where_the_horizon_is_short()
    {
        var law = PublishedShapes.Of("25M");
        var optimum = Solve(law, 50);
        var loss = PublishedShapes.PathLoss(law, optimum.Rates);

        Assert.Equal(50, optimum.DecaySteps);
        Assert.InRange(optimum.Residual, 0, 1e-10);
        foreach (var factor in (double[])[0.9, 0.99, 1.01, 1.1])
        {
            var rates = Array.ConvertAll(optimum.Rates, rate => Math.Min(PublishedShapes.Peak, factor * rate));
            Assert.InRange(PublishedShapes.PathLoss(law, rates), loss, double.PositiveInfinity);
        }
    }

    // The optimality condition is the source: one multiplier for every rate between the bounds, and its value from the horizon's end.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.7, 0.85)]
    public void Every_step_of_the_decay_prices_time_alike(double p, double q)
    {
        var law = PublishedShapes.Of("25M") with { P = p, Q = q };
        var rates = Solve(law, 21840).Rates;
        var total = PublishedShapes.WarmupSum + rates.Sum(rate => Math.Pow(rate, p));
        var price = law.Alpha * law.A * Math.Pow(PublishedShapes.Peak, p) * Math.Pow(total, -law.Alpha - 1) / law.B;
        var clock = 0.0;
        for (var t = rates.Length - 1; rates[t] < 0.99 * PublishedShapes.Peak; t--)
        {
            var step = Math.Pow(rates[t], p);
            var response = 1 + law.C * Math.Pow(rates[t], -law.Gamma) * (clock + step / 2);
            var worth = q / p * law.Beta * law.C * Math.Pow(rates[t], p + q - law.Gamma) * Math.Pow(response, -1 - law.Beta);
            clock += step;
            if (t < rates.Length - 20) Assert.Equal(1, worth / price, 1e-3); // The last steps are long beside what remains.
        }
    }

    [Fact]
    public void A_law_without_annealing_gain_keeps_the_peak()
    {
        var law = PublishedShapes.Of("25M") with { B = 1e-6 };

        Assert.All(Solve(law, 1000).Rates, rate => Assert.Equal(PublishedShapes.Peak, rate));
    }
}
