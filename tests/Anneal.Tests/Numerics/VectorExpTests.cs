using System.Runtime.Intrinsics;
using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class VectorExpTests
{
    [Fact]
    public void Agrees_with_the_scalar_function_to_a_few_units_of_the_last_place()
    {
        for (var x = 0.0; x >= VectorExp.Lowest; x -= 0.00317)
            Assert.Equal(1, VectorExp.Value(Vector256.Create(x))[1] / Math.Exp(x), 1e-15);
    }

    [Fact]
    public void Is_exactly_one_at_zero() => Assert.Equal(1, VectorExp.Value(Vector256<double>.Zero)[0]);

    [Fact]
    public void Exponentials_of_a_line_agree_with_the_scalar_function_at_any_length()
    {
        double[] x = [-14, -9.5, -1, 0, 0.5, -700, 3];
        var found = new double[x.Length];
        for (var n = 0; n <= x.Length; n++)
        {
            VectorExp.OfLine(x.AsSpan(0, n), -0.6, 2, found.AsSpan(0, n));
            for (var i = 0; i < n; i++)
                Assert.Equal(1, found[i] / Math.Exp(Math.Min(VectorExp.Highest, Math.FusedMultiplyAdd(-0.6, x[i], 2))), 1e-15);
        }
    }

    [Fact]
    public void Is_nothing_far_below() => Assert.Equal(0, VectorExp.Value(Vector256.Create(-1e300))[0]);
}
