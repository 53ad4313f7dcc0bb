using Anneal.Numerics;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>Numbers over decades of a horizon, and the power laws beside them.</summary>
static class Horizons
{
    /// <summary>10^from … 10^to, so many to a decade.</summary>
    public static double[] Decades(int from, int to, int perDecade = 1) =>
        [.. Enumerable.Range(0, ((to - from) * perDecade) + 1).Select(i => Math.Pow(10, from + ((double)i / perDecade)))];

    /// <summary>p of y ~ x^p.</summary>
    public static double Slope(double[] x, double[] y) => PowerFit.Of(x, y).Exponent;

    /// <summary>The power law of an exponent through the last point: theory as a line.</summary>
    public static Line Through(double[] x, double[] y, double exponent, string? name, Ink ink, Dash dash = Dash.Dashed) => new(
        x, [.. x.Select(at => y[^1] * Math.Pow(at / x[^1], exponent))])
    { Name = name, Ink = ink, Dash = dash, Width = 1.1 };
}
