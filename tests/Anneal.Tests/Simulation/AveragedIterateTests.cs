using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class AveragedIterateTests
{
    static readonly RandomFeatureModel Model = new(PowerLawSpectrum.Exact(2, 1.5, 6), Batch: 2, NoiseVariance: 0.3);

    [Fact]
    public void The_last_update_alone_is_the_last_iterate()
    {
        var schedule = new Cosine(0.4, 0.05, 60);
        Assert.Equal(Model.MeanLoss(schedule)[^1], AveragedIterate.MeanLoss(Model, schedule, 59), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void It_is_the_sum_of_all_correlations(int from)
    {
        var rates = new Linear(0.4, 0.1, 20).ToArray();
        // E[x_i x_j] = Π_{i < t ≤ j} (1 − η_t λ) E[x_i²] in each direction; the second moments from losses one direction at a time.
        var spectrum = Model.Spectrum;
        var energies = new double[6];
        for (var k = 0; k < 6; k++) energies[k] = spectrum.TargetEnergies[k];
        var total = 0.0;
        var history = new List<double[]>();
        foreach (var rate in rates)
        {
            var loss = energies.Sum();
            for (var k = 0; k < 6; k++)
            {
                var λ = spectrum.Eigenvalues[k];
                energies[k] = (((1 - (rate * λ)) * (1 - (rate * λ))) + (rate * rate * λ * λ / 2)) * energies[k] + (rate * rate / 2 * λ * λ * (loss + 0.3));
            }

            history.Add([.. energies]);
        }

        for (var i = from; i < 20; i++)
        {
            for (var k = 0; k < 6; k++)
            {
                var correlation = history[i][k];
                total += correlation;
                for (var j = i + 1; j < 20; j++)
                {
                    correlation *= 1 - (rates[j] * spectrum.Eigenvalues[k]);
                    total += 2 * correlation;
                }
            }
        }

        var expected = total / ((20 - from) * (20 - from));
        Assert.Equal(expected, AveragedIterate.MeanLoss(Model, new Linear(0.4, 0.1, 20), from), 1e-13);
    }

    [Fact]
    public void Drawn_runs_have_its_mean()
    {
        // Features and labels drawn; the mean of the weights over the second half.
        const int runs = 4000, steps = 30;
        var (mean, squares) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var random = new RandomNumbers(new Seed(11)[run]);
            var (x, sum, feature) = (new double[6], new double[6], new double[6]);
            for (var k = 0; k < 6; k++) x[k] = Math.Sqrt(Model.Spectrum.TargetEnergies[k] / Model.Spectrum.Eigenvalues[k]);
            for (var t = 0; t < steps; t++)
            {
                var step = new double[6];
                for (var sample = 0; sample < 2; sample++)
                {
                    var residual = Math.Sqrt(0.3) * random.NextNormal();
                    for (var k = 0; k < 6; k++) residual += x[k] * (feature[k] = Math.Sqrt(Model.Spectrum.Eigenvalues[k]) * random.NextNormal());
                    for (var k = 0; k < 6; k++) step[k] += residual * feature[k] / 2;
                }

                for (var k = 0; k < 6; k++)
                {
                    x[k] -= 0.3 * step[k];
                    if (t >= 15) sum[k] += x[k] / 15;
                }
            }

            var loss = 0.0;
            for (var k = 0; k < 6; k++) loss += Model.Spectrum.Eigenvalues[k] * sum[k] * sum[k];
            mean += loss / runs;
            squares += loss * loss / runs;
        }

        var error = Math.Sqrt((squares - (mean * mean)) / runs);
        Assert.InRange((mean - AveragedIterate.MeanLoss(Model, new Constant(0.3, steps), 15)) / error, -4, 4);
    }
}
