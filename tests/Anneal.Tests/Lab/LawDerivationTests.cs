using Anneal.Lab.Studies.LawDerivation;
using Anneal.Lab.Studies.Networks;

namespace Anneal.Tests.Lab;

/// <summary>The fits and the statistics of the study of two-stage runs, on numbers whose answer is known.</summary>
public sealed class LawDerivationTests
{
    // √(Σ (x − mean)²/(n(n − 1))) of 1, 2, 4, 9.
    [Fact]
    public void The_jackknife_of_a_mean_is_its_standard_error()
    {
        double[] values = [1, 2, 4, 9];

        var mean = Jackknife.Of(4, seeds => seeds.Average(seed => values[seed]));

        Assert.Equal(4, mean.Value, 1e-12);
        Assert.Equal(Math.Sqrt(38.0 / 12), mean.Error, 1e-12);
    }

    [Fact]
    public void One_seed_has_no_error() => Assert.True(double.IsNaN(Jackknife.Of(1, _ => 3).Error));

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.5)]
    public void The_power_kernel_of_exact_reductions_is_found(double beta)
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => 5 * Math.Pow(1.6, i))];
        (double Asymptote, double Speed)[] drops = [(0.1, 0.05), (0.04, 0.01), (0.07, 0.02)];
        double[][] reductions = [.. drops.Select(drop => (double[])[.. x.Select(at => drop.Asymptote * (1 - Math.Pow(1 + (drop.Speed * at), -beta)))])];

        var fit = KernelFit.Of([x, x, x], reductions);

        Assert.Equal(beta, fit.Beta, 1e-3 * beta);
        for (var i = 0; i < drops.Length; i++)
        {
            Assert.Equal(drops[i].Asymptote, fit.Asymptotes[i], 1e-3 * drops[i].Asymptote);
            Assert.Equal(drops[i].Speed, fit.Speeds[i], 1e-2 * drops[i].Speed);
            Assert.Equal(reductions[i][7], fit.At(i, x[7]), 1e-6);
        }
    }

    [Fact]
    public void The_power_kernel_of_a_great_exponent_is_the_exponential()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => 5 * Math.Pow(1.6, i))];
        double[] reductions = [.. x.Select(at => 0.1 * (1 - Math.Exp(-0.02 * at)))];

        var fit = KernelFit.Of([x], [reductions], KernelFit.Exponential);

        Assert.Equal(0.1, fit.Asymptotes[0], 1e-5);
        Assert.Equal(0.02, fit.Speeds[0] * fit.Beta, 1e-5);
    }

    [Fact]
    public void The_law_of_exact_reductions_is_found()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => 5 * Math.Pow(1.6, i))];
        Drop[] drops = [new(8e-3, 4e-3, 100), new(8e-3, 1e-3, 100), new(8e-3, 2e-4, 100)];
        double[][] reductions = [.. drops.Select(drop => (double[])[.. x.Select(at => 10 * drop.Size * (1 - Math.Pow(1 + (3 * Math.Pow(drop.After, 0.4) * at), -0.5)))])];

        var fit = LawFit.Of(drops, [x, x, x], reductions, 8e-3);

        Assert.Equal(10, fit.B, 1e-2);
        Assert.Equal(0.6, fit.Gamma, 1e-3);
        Assert.Equal(0.5, fit.Beta, 1e-3);
        Assert.Equal(3 * Math.Pow(8e-3, 0.4), fit.Speed, 1e-3 * fit.Speed);
        Assert.Equal(reductions[1][5], fit.AtSum(drops[1], drops[1].After * x[5]), 1e-6);
    }

    [Fact]
    public void A_line_is_read_where_it_is_and_a_chance_is_averaged()
    {
        double[] x = [.. Enumerable.Range(0, 21).Select(i => (double)i)];

        Assert.Equal(3 - (0.5 * 7.3), LocalLine.At(x, [.. x.Select(at => 3 - (0.5 * at))], 7.3, 4), 1e-12);
        Assert.Equal(0.2, LocalLine.At(x, [.. x.Select(at => at == 10 ? 1.0 : 0)], 10, 2), 1e-12);
        // A window without places takes the two nearest.
        Assert.Equal(3 - (0.5 * 7.3), LocalLine.At(x, [.. x.Select(at => 3 - (0.5 * at))], 7.3, 0.1), 1e-12);
    }
}
