using System.Runtime.Intrinsics;
using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class VectorExpTests
{
    [Fact]
    public void Agrees_with_the_scalar_function_to_a_few_units_of_the_last_place()
    {
        for (var x = 0.0; x >= VectorExp.Lowest; x -= 0.00317)
            Assert.Equal(1, VectorExp.NonPositive(Vector256.Create(x))[1] / Math.Exp(x), 1e-15);
    }

    [Fact]
    public void Is_exactly_one_at_zero() => Assert.Equal(1, VectorExp.NonPositive(Vector256<double>.Zero)[0]);

    [Fact]
    public void Is_nothing_far_below() => Assert.Equal(0, VectorExp.NonPositive(Vector256.Create(-1e300))[0]);
}
