using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class ExpMinusOneTests
{
    // Computed with fifty digits.
    [Theory]
    [InlineData(1e-12, 1.0000000000005000e-12)]
    [InlineData(-3e-5, -2.9999550004499966e-5)]
    [InlineData(0.0099999, 0.0100500660791564)]
    [InlineData(0.5, 0.64872127070012815)]
    [InlineData(-2, -0.86466471676338731)]
    public void It_keeps_its_digits(double x, double expected) => Assert.Equal(1, ExpMinusOne.Of(x) / expected, 4e-15);
}
