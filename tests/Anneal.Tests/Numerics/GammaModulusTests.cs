using Anneal.Numerics;

namespace Anneal.Tests.Numerics;

public sealed class GammaModulusTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Equals_the_closed_forms_on_three_lines(double y)
    {
        // |Γ(½ + iy)|² = π / cosh πy, |Γ(1 + iy)|² = πy / sinh πy, |Γ(2 + iy)|² = (1 + y²) |Γ(1 + iy)|².
        var sinh = (Math.PI * y) + Math.Log((1 - Math.Exp(-2 * Math.PI * y)) / 2);
        var cosh = (Math.PI * y) + Math.Log((1 + Math.Exp(-2 * Math.PI * y)) / 2);
        var one = (Math.Log(Math.PI * y) - sinh) / 2;

        Assert.Equal((Math.Log(Math.PI) - cosh) / 2, GammaModulus.Log(0.5, y), 1e-12);
        Assert.Equal(one, GammaModulus.Log(1, y), 1e-12);
        Assert.Equal(one + (Math.Log(1 + (y * y)) / 2), GammaModulus.Log(2, y), 1e-12);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.58)]
    [InlineData(20)]
    public void Equals_the_real_gamma_function_on_the_real_line(double x) =>
        Assert.Equal(MathNet.Numerics.SpecialFunctions.GammaLn(x), GammaModulus.Log(x, 0), 1e-12);
}
