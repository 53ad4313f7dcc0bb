using System.Runtime.Intrinsics;
using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class VectorLogTests
{
    [Fact]
    public void Agrees_with_the_scalar_function_over_all_magnitudes()
    {
        for (var x = 1.0; x < 1e290; x *= 1.00731)
        {
            var log = VectorLog.AtLeastOne(Vector256.Create(x), out var inverse);
            Assert.Equal(Math.Log(x), VectorLog.AtLeastOne(Vector256.Create(x))[2], 1e-15 * Math.Max(1, Math.Log(x)));
            Assert.Equal(Math.Log(x), log[1], 1e-15 * Math.Max(1, Math.Log(x)));
            Assert.Equal(1, inverse[0] * x, 1e-15);
        }
    }

    [Fact]
    public void Is_exactly_zero_at_one() => Assert.Equal(0, VectorLog.AtLeastOne(Vector256<double>.One)[3]);
}
