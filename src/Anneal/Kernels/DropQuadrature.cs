using MathNet.Numerics.Integration;

namespace Anneal.Kernels;

/// <summary>Nodes y and weights w with Σ w f(y) ≈ ∫_b^a f(y) dy, for a change of the rate from a to b.</summary>
/// <remarks>
/// Laws take f(y) = q y^{q−1} g(y^−γ): smooth in ln y over a few factors of e, and singular at 0. A tiny relative change
/// gets the midpoint, a small one two Gauss–Legendre nodes, a large one eight per two e-folds in ln y down to e^−6 of the
/// larger rate and sixteen in the fourth root of y below, where next to nothing of the integral is.
/// </remarks>
static class DropQuadrature
{
    /// <summary>The most nodes.</summary>
    public const int MostNodes = 40;

    /// <summary>Above this relative change a step needs more than two nodes.</summary>
    public const double SteepestSmooth = 0.02;

    const double Tiny = 1e-4;
    static readonly GaussLegendreRule Eight = new(-1, 1, 8);
    static readonly GaussLegendreRule Sixteen = new(0, 1, 16);

    /// <summary>The relative size of a change, seen from its smaller end.</summary>
    public static double Steepness(double a, double b) => Math.Abs(a - b) / Math.Max(Math.Min(a, b), 1e-300);

    /// <summary>Fills the nodes; their weights sum to a − b (up to the quadrature's error).</summary>
    /// <returns>How many there are.</returns>
    public static int Nodes(double a, double b, Span<double> y, Span<double> w)
    {
        var steepness = Steepness(a, b);
        if (steepness <= Tiny)
        {
            (y[0], w[0]) = ((a + b) / 2, a - b);
            return 1;
        }

        if (steepness <= SteepestSmooth)
        {
            var off = (a - b) / 2 / Math.Sqrt(3);
            (y[0], w[0]) = (((a + b) / 2) - off, (a - b) / 2);
            (y[1], w[1]) = (((a + b) / 2) + off, (a - b) / 2);
            return 2;
        }

        var (high, low, sign) = a > b ? (a, b, 1) : (b, a, -1);
        var knee = Math.Max(low, high * Math.Exp(-6));
        var count = Logarithmic(knee, high, sign, y, w);
        if (knee <= low) return count;
        for (var i = 0; i < 16; i++)
        {
            var s = Sixteen.Abscissas[i];
            y[count] = low + ((knee - low) * s * s * s * s);
            w[count++] = sign * (knee - low) * 4 * s * s * s * Sixteen.Weights[i];
        }

        return count;
    }

    static int Logarithmic(double low, double high, int sign, Span<double> y, Span<double> w)
    {
        var (bottom, span) = (Math.Log(low), Math.Log(high / low));
        var pieces = Math.Max(1, (int)Math.Ceiling((span / 2) - 1e-9));
        var half = span / pieces / 2;
        var count = 0;
        for (var piece = 0; piece < pieces; piece++)
        {
            for (var i = 0; i < 8; i++)
            {
                y[count] = Math.Exp(bottom + (((2 * piece) + 1 + Eight.Abscissas[i]) * half));
                w[count] = sign * half * Eight.Weights[i] * y[count];
                count++;
            }
        }

        return count;
    }
}
