using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Tensors;

public sealed unsafe class LanesTests
{
    [Fact]
    public void The_exponential_is_within_two_units_in_the_last_place()
    {
        var worst = 0.0;
        for (var i = -86_000; i <= 87_000; i++)
        {
            var x = i / 1000f;
            var exact = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(Lanes.Exp(Vector256.Create(x))[0] - exact) / (MathF.BitIncrement((float)exact) - (double)(float)exact));
        }

        Assert.InRange(worst, 0, 2);
    }

    [Fact]
    public void Not_a_number_stays_so_and_overflow_stays_finite()
    {
        Assert.True(float.IsNaN(Lanes.Exp(Vector256.Create(float.NaN))[0]));
        Assert.True(float.IsFinite(Lanes.Exp(Vector256.Create(1000f))[0]));
        Assert.InRange(Lanes.Exp(Vector256.Create(-1000f))[0], 0, 1e-37f);
        Assert.True(float.IsNaN(Lanes.Sigmoid(Vector256.Create(float.NaN))[0]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void What_is_far_below_the_largest_is_nothing_and_no_result_lacks_digits(int count)
    {
        var scores = Enumerable.Range(0, count).Select(i => i == 0 ? 0 : -20f * i).ToArray();
        fixed (float* p = scores)
        {
            var sum = Lanes.ExpSum(p, count, 1, 0);

            Assert.Equal(1 + Math.Exp(-20) + Math.Exp(-40), sum, 1e-7);
        }

        Assert.All(scores, (value, i) => Assert.True(i <= 2 ? value > 0 : value == 0));
        for (var x = -200f; x < 0; x++) Assert.InRange(Lanes.Sigmoid(Vector256.Create(x))[0] * 1e-3f, 1.2e-38f, 1f);
        scores[1] = float.NaN;
        fixed (float* p = scores) Assert.True(float.IsNaN(Lanes.ExpSum(p, count, 1, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(45)]
    [InlineData(129)]
    public void Sums_over_any_count_are_those_of_doubles(int count)
    {
        var (x, y, z) = (Numbers.Normal(count, "x"), Numbers.Normal(count, "y"), Numbers.Normal(count, "z"));
        fixed (float* px = x, py = y, pz = z)
        {
            Assert.Equal(x.Max(), Lanes.Max(px, count));
            Assert.Equal(x.Zip(y, (a, b) => (double)a * b).Sum(), Lanes.Dot(px, py, count), 1e-5 * count);
            Assert.Equal(x.Zip(y, z).Sum(t => (double)t.First * t.Second * t.Third), Lanes.Dot(px, py, pz, count), 1e-5 * count);
            var (max, copy) = (x.Max(), x.ToArray());
            Assert.Equal(copy.Sum(a => Math.Exp(0.5 * (a - max))), Lanes.ExpSum(px, count, 0.5f, max), 1e-5 * count);
            for (var i = 0; i < count; i++) Assert.Equal(Math.Exp(0.5 * (copy[i] - max)), x[i], 1e-6);
        }
    }
}
