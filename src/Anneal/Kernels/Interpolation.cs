namespace Anneal.Kernels;

/// <summary>Polynomial interpolation at whole steps near the Chebyshev points of an index range.</summary>
static class Interpolation
{
    /// <summary>Fills <paramref name="nodes"/> with distinct whole steps of first … last, close to Chebyshev's points.</summary>
    public static void ChebyshevSteps(int first, int last, Span<int> nodes)
    {
        var (centre, half) = ((first + last) / 2.0, (last - first) / 2.0);
        for (var i = 0; i < nodes.Length; i++)
        {
            var x = -double.CosPi((i + 0.5) / nodes.Length);
            nodes[i] = (int)Math.Round(centre + (half * x));
            if (i > 0 && nodes[i] <= nodes[i - 1]) nodes[i] = nodes[i - 1] + 1;
        }

        for (var (i, top) = (nodes.Length - 1, last); i >= 0 && nodes[i] > top; i--, top--) nodes[i] = top;
    }

    /// <summary>The weights of the barycentric formula for <paramref name="nodes"/>, up to a common factor.</summary>
    public static void BarycentricWeights(ReadOnlySpan<int> nodes, Span<double> weights)
    {
        var scale = 4.0 / Math.Max(1, nodes[^1] - nodes[0]);
        for (var i = 0; i < nodes.Length; i++)
        {
            var product = 1.0;
            for (var j = 0; j < nodes.Length; j++)
            {
                if (j != i) product *= scale * (nodes[i] - nodes[j]);
            }

            weights[i] = 1 / product;
        }
    }

    /// <summary>Adds <paramref name="factor"/> · ℓ_i(<paramref name="step"/>) to <paramref name="sums"/>[i].</summary>
    public static void AddLagrange(
        ReadOnlySpan<int> nodes, ReadOnlySpan<double> weights, int step, double factor, Span<double> sums)
    {
        var total = 0.0;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] == step)
            {
                sums[i] += factor;
                return;
            }

            total += weights[i] / (step - nodes[i]);
        }

        factor /= total;
        for (var i = 0; i < nodes.Length; i++)
            sums[i] += factor * weights[i] / (step - nodes[i]);
    }

    /// <summary>The interpolant of <paramref name="values"/> (indexed by step) at <paramref name="step"/>.</summary>
    public static double Value(
        ReadOnlySpan<int> nodes, ReadOnlySpan<double> weights, ReadOnlySpan<double> values, int step)
    {
        var (total, sum) = (0.0, 0.0);
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] == step) return values[step];
            var w = weights[i] / (step - nodes[i]);
            total += w;
            sum += w * values[nodes[i]];
        }

        return sum / total;
    }
}
