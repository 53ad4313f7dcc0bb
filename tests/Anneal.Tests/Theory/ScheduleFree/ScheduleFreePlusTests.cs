using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class ScheduleFreePlusTests
{
    static readonly ScheduleFreePlusOptions settings = new()
    {
        InterpolationSteps = 10,
        WeightDecay = 0.1,
        NormMemory = 0.5,
        UnaveragedSteps = 3,
        StepPower = 1,
        Rate = 0.2,
        Beta1 = 0.3,
    };

    // The steps 1 to 6 of the source, one after another over plain arrays.
    [Fact]
    public void It_takes_the_steps_of_the_source()
    {
        var problem = LogisticRegression.Draw(200, 4, 0.1, new Seed(9));
        double[] start = [0.5, -1, 2, 0];
        var method = new ScheduleFreePlus(start, settings);
        double[] x = [.. start], y = [.. start], z = [.. start], m = new double[4], v = new double[4], g = new double[4];
        var (ema, highest, sum) = (0.0, 0.0, 0.0);
        for (var k = 0; k < 40; k++)
        {
            var value = problem.Subgradient(method.Y, g);
            var rate = method.Step(g, value);

            var p = Math.Min(k / 10.0, 1);
            var b = 1 - Math.Exp((Math.Log(1 - 0.9) * (1 - p)) + (Math.Log(1 - 0.965) * p));
            ema = (0.5 * ema) + (0.5 * g.Sum(Math.Abs) * Math.Sqrt(Math.PI / 2));
            var lead = b * Enumerable.Range(0, 4).Sum(i => g[i] * (z[i] - x[i]));
            var group = 0.2 * Math.Max(0, value + lead) / (ema / (1 - Math.Pow(0.5, k + 1)));
            Assert.Equal(group, rate, 1e-13);
            highest = Math.Max(highest, group);
            var c = 1.0;
            if (k >= 3)
            {
                var weight = (k + 1) * highest * highest;
                sum += weight;
                c = weight / sum;
            }

            for (var i = 0; i < 4; i++)
            {
                z[i] -= group * group * 0.1 * y[i];
                m[i] = (0.3 * m[i]) + (0.7 * g[i]);
                v[i] = (0.95 * v[i]) + (0.05 * g[i] * g[i]);
                z[i] -= group * (m[i] / (1 - Math.Pow(0.3, k + 1))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, k + 1))) + 1e-8);
                x[i] = ((1 - c) * x[i]) + (c * z[i]);
                y[i] = (b * x[i]) + ((1 - b) * z[i]);
                Assert.Equal(x[i], method.X[i], 1e-10);
                Assert.Equal(y[i], method.Y[i], 1e-10);
            }
        }
    }

    [Fact]
    public void Where_nothing_is_to_be_gained_it_stays()
    {
        var method = new ScheduleFreePlus([1, 2]);
        Assert.Equal(0, method.Step([0, 0], 1));
        Assert.Equal(0, method.Step([1, 1], 0));
        Assert.Equal([1.0, 2], method.X.ToArray());
    }

    // The published β₁ = 0.9 is for gradients that are mostly noise: here it is one memory too many, and the loop diverges.
    [Fact]
    public void Without_Adams_momentum_it_lowers_a_loss_of_minimum_zero_with_no_rate_tuned()
    {
        var problem = MaxAffine.Draw(60, 20, new Seed(3));
        var method = new ScheduleFreePlus(new double[20], new() { Beta1 = 0 });
        var g = new double[20];
        var first = problem.Value(method.X);
        for (var k = 0; k < 2000; k++) method.Step(g, problem.Subgradient(method.Y, g));
        Assert.InRange(problem.Value(method.X) / first, 0, 0.05);
    }
}
