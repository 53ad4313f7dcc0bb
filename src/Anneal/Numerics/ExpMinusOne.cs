namespace Anneal.Numerics;

/// <summary>e^x − 1 without cancellation near 0.</summary>
static class ExpMinusOne
{
    /// <summary>The value, to a few units in the last place.</summary>
    public static double Of(double x) => Math.Abs(x) < 0.01 ? 2 * Math.Exp(x / 2) * Math.Sinh(x / 2) : Math.Exp(x) - 1;
}
