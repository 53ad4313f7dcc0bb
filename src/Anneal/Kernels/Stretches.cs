namespace Anneal.Kernels;

/// <summary>Cuts a schedule where it is not smooth: at jumps and at kinks.</summary>
static class Stretches
{
    /// <summary>
    /// Indices b₀ = 0 &lt; b₁ &lt; … = T − 1 such that the rates between two of them look like one smooth piece: a second
    /// difference that stands out from those two steps away is a cut. Pieces that only look smooth cost time, not accuracy.
    /// </summary>
    public static List<int> Cuts(ReadOnlySpan<double> rates, int warmupSteps)
    {
        var last = rates.Length - 1;
        var cuts = new List<int> { 0 };
        var peak = 0.0;
        foreach (var rate in rates) peak = Math.Max(peak, rate);
        var rounding = 1e-14 * peak;
        for (var k = 1; k < last; k++)
        {
            var bend = Bend(rates, k);
            var around = Math.Max(k >= 3 ? Bend(rates, k - 2) : 0, k + 3 <= last ? Bend(rates, k + 2) : 0);
            if (bend > (4 * around) + rounding || k == warmupSteps) cuts.Add(k);
        }

        if (last > 0) cuts.Add(last);
        return cuts;
    }

    static double Bend(ReadOnlySpan<double> rates, int k) => Math.Abs(rates[k + 1] - (2 * rates[k]) + rates[k - 1]);
}
