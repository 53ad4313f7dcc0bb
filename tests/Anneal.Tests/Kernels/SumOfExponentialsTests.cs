using Anneal.Kernels;

namespace Anneal.Tests.Kernels;

public sealed class SumOfExponentialsTests
{
    public static TheoryData<double, double, double> Ranges => new()
    {
        { 0.02, 1e-6, 25 }, { 0.1, 1e-7, 1e3 }, { 0.3, 1e-6, 25 }, { 0.58, 1e-8, 25 }, { 0.9, 1e-3, 1e-2 }, { 1, 1e-6, 25 },
        { 1.5, 1e-12, 1e12 }, { 3, 1e-6, 25 }, { 8, 1e-5, 70 }, { 20, 1e-4, 1 }, { 0.5, 5, 5 },
    };

    [Theory, MemberData(nameof(Ranges))]
    public void Sum_is_the_power_at_every_argument(double beta, double from, double to)
    {
        var sum = Make(beta, from, to);
        foreach (var y in Arguments(from, to)) Assert.Equal(1, Sum(sum, y, _ => 1) * Math.Pow(y, beta), 1.01 * SumOfExponentials.Tolerance);
    }

    [Theory, MemberData(nameof(Ranges))]
    public void Derivative_in_the_argument_is_the_power_s(double beta, double from, double to)
    {
        var sum = Make(beta, from, to);
        foreach (var y in Arguments(from, to))
        {
            var slope = Sum(sum, y, j => sum.Rates[j] * y);
            Assert.Equal(beta, slope * Math.Pow(y, beta), 60 * SumOfExponentials.Tolerance);
        }
    }

    [Theory, MemberData(nameof(Ranges))]
    public void Derivative_in_the_exponent_is_the_power_s(double beta, double from, double to)
    {
        var sum = Make(beta, from, to);
        foreach (var y in Arguments(from, to))
        {
            var slope = Sum(sum, y, j => sum.Slopes[j]) - (y * sum.LumpShift);
            Assert.Equal(-Math.Log(y), slope * Math.Pow(y, beta), 1e-8);
        }
    }

    [Fact]
    public void Nodes_grow_with_the_logarithm_of_the_range()
    {
        var (narrow, wide) = (Make(0.58, 1e-2, 1).Rates.Length, Make(0.58, 1e-6, 1).Rates.Length);

        Assert.InRange(wide, narrow + 20, narrow + 30);
    }

    static SumOfExponentials Make(double beta, double from, double to)
    {
        var sum = new SumOfExponentials();
        sum.UsePower(beta, from, to);
        return sum;
    }

    static IEnumerable<double> Arguments(double from, double to) =>
        Enumerable.Range(0, 301).Select(i => from * Math.Pow(to / from, i / 300.0));

    static double Sum(SumOfExponentials nodes, double y, Func<int, double> factor)
    {
        var sum = 0.0;
        for (var j = 0; j < nodes.Rates.Length; j++) sum += factor(j) * nodes.Weights[j] * Math.Exp(-nodes.Rates[j] * y);
        return sum;
    }
}
