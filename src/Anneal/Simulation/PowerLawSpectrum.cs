using System.Collections.Immutable;
using MathNet.Numerics.Integration;

namespace Anneal.Simulation;

/// <summary>
/// A power-law regression problem in its eigenbasis: λ_k = k^−b, target energy λ_k w*_k² = k^−a, k = 1 … N, written as nodes
/// of which each stands for a number of directions that share λ and energy.
/// </summary>
/// <remarks>
/// Every mode may have D copies, its energy split evenly among them: the curvature spectrum then begins with a plateau of D
/// directions, and sums over directions fluctuate √D times less. D = 1 is the model of the source.
/// Source: Bordelon and Mori 2026, arXiv:2602.04774, section 2.
/// </remarks>
public sealed class PowerLawSpectrum
{
    // Added to the weights of the last exact modes k₀, k₀−1, …: they complete the midpoint rule's Euler–Maclaurin
    // correction g′/24 − 7 g‴/5760 + 31 g⁗′/967680 at k₀ + ½, so the integral that follows joins the sum to fifth order.
    static readonly double[] EndCorrection = [.19100426, -.55016018, .70431341, -.51368841, .20172268, -.03319176];

    PowerLawSpectrum(double a, double b, long modes, double copies, double[] positions, double[] weights)
    {
        A = a;
        B = b;
        Modes = modes;
        Copies = copies;
        Eigenvalues = [.. positions.Select(k => Math.Pow(k, -b))];
        TargetEnergies = [.. positions.Select(k => Math.Pow(k, -a) / copies)];
        Directions = [.. weights.Select(w => w * copies)];
    }

    /// <summary>a &gt; 1: the energy's decay.</summary>
    public double A { get; }

    /// <summary>b &gt; 1: the eigenvalues' decay; a ≥ b is the easy phase, a &lt; b the hard one.</summary>
    public double B { get; }

    /// <summary>N: the number of distinct modes.</summary>
    public long Modes { get; }

    /// <summary>D: directions per mode.</summary>
    public double Copies { get; }

    /// <summary>λ at each node, falling.</summary>
    public ImmutableArray<double> Eigenvalues { get; }

    /// <summary>λ w*² of one direction of each node: what it adds to the loss before training.</summary>
    public ImmutableArray<double> TargetEnergies { get; }

    /// <summary>How many directions each node stands for; not a whole number at the nodes of a quadrature.</summary>
    public ImmutableArray<double> Directions { get; }

    /// <summary>One node per mode.</summary>
    /// <param name="a">a &gt; 1.</param>
    /// <param name="b">b &gt; 1.</param>
    /// <param name="modes">N ≥ 1.</param>
    /// <param name="copies">D &gt; 0.</param>
    public static PowerLawSpectrum Exact(double a, double b, int modes, double copies = 1)
    {
        Check(a, b, copies);
        Require.Positive(modes);
        var weights = new double[modes];
        Array.Fill(weights, 1);
        return new PowerLawSpectrum(a, b, modes, copies, [.. Enumerable.Range(1, modes).Select(k => (double)k)], weights);
    }

    /// <summary>
    /// The first modes one by one, the others by Gauss–Legendre rules in ln k, one for about each e-fold: N = 10⁶ in 64 nodes.
    /// </summary>
    /// <param name="a">a &gt; 1.</param>
    /// <param name="b">b &gt; 1.</param>
    /// <param name="modes">N, more than <paramref name="exactModes"/>.</param>
    /// <param name="exactModes">k₀ ≥ 6.</param>
    /// <param name="nodesPerEFold">Nodes per e-fold of k, 2 to 16.</param>
    /// <param name="copies">D &gt; 0.</param>
    /// <remarks>
    /// Relative error of the loss against all modes, over 1,500 updates at N = 10⁵: below 5·10⁻⁶ with (16, 4) and 52 nodes,
    /// below 1.4·10⁻⁹ with (32, 6) and 88.
    /// </remarks>
    public static PowerLawSpectrum Quadrature(
        double a, double b, long modes, int exactModes = 16, int nodesPerEFold = 4, double copies = 1)
    {
        Check(a, b, copies);
        ArgumentOutOfRangeException.ThrowIfLessThan(exactModes, EndCorrection.Length);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(modes, exactModes);
        ArgumentOutOfRangeException.ThrowIfLessThan(nodesPerEFold, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodesPerEFold, 16);

        var (first, last) = (Math.Log(exactModes + .5), Math.Log(modes + .5));
        var panels = Math.Max(1, (int)Math.Round(last - first));
        var order = Math.Max(2, (int)Math.Ceiling(nodesPerEFold * (last - first) / panels));
        var width = (last - first) / panels;
        var rule = new GaussLegendreRule(-1, 1, order);

        var positions = new double[exactModes + (panels * order)];
        var weights = new double[positions.Length];
        for (var k = 1; k <= exactModes; k++)
        {
            var fromEnd = exactModes - k;
            positions[k - 1] = k;
            weights[k - 1] = 1 + (fromEnd < EndCorrection.Length ? EndCorrection[fromEnd] : 0);
        }

        for (var panel = 0; panel < panels; panel++)
        {
            for (var i = 0; i < order; i++)
            {
                var node = exactModes + (panel * order) + i;
                positions[node] = Math.Exp(first + (width * (panel + ((1 + rule.Abscissas[i]) / 2))));
                weights[node] = positions[node] * rule.Weights[i] * width / 2;
            }
        }

        return new PowerLawSpectrum(a, b, modes, copies, positions, weights);
    }

    static void Check(double a, double b, double copies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(a, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(b, 1);
        Require.PositiveRate(copies);
    }
}
