using Anneal.Numerics;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>What the reductions of some seeds say.</summary>
/// <param name="Power">The power kernel, β common to all drops.</param>
/// <param name="Exponential">The exponential kernel.</param>
/// <param name="Law">The law with its four constants, of the drops of one trunk at one T_A.</param>
sealed record Analysis(KernelFit Power, KernelFit Exponential, LawFit Law)
{
    /// <summary>p of B̃ ∝ Δη^p, over drops of one trunk at one T_A.</summary>
    public required double SizeExponent { get; init; }

    /// <summary>The same over trunks of several η_A, all dropped to one η_B.</summary>
    public required double SizeAcross { get; init; }

    /// <summary>γ of C̃/η_B ∝ η_B^−γ, over drops of one trunk at one T_A.</summary>
    public required double Gamma { get; init; }

    /// <summary>The exponent of C̃ in η_A at one η_B.</summary>
    public required double SpeedByBefore { get; init; }

    /// <summary>The exponent of B̃ in T_A, mean over the rates that were dropped to from several T_A; NaN for none.</summary>
    public required double SizeByStep { get; init; }

    /// <summary>The same exponent of C̃.</summary>
    public required double SpeedByStep { get; init; }

    /// <summary>Root mean squares that are left: exponential over power kernel.</summary>
    public double Contrast => Math.Sqrt(Exponential.Squares / Power.Squares);

    /// <summary>Fits the means over some seeds.</summary>
    /// <param name="sizes">Which drop is which.</param>
    /// <param name="reductions">All drops but the early one.</param>
    /// <param name="seeds">Which seeds.</param>
    public static Analysis Of(StageSizes sizes, IReadOnlyList<Reduction> reductions, IReadOnlyList<int> seeds)
    {
        Drop[] drops = [.. reductions.Select(reduction => reduction.Drop)];
        double[][] x = [.. reductions.Select(reduction => reduction.X)];
        double[][] means = [.. reductions.Select(reduction => reduction.Mean(seeds))];
        var power = KernelFit.Of(x, means);
        int[] own = [.. Enumerable.Range(0, drops.Length).Where(i => drops[i].Before == sizes.Rate && drops[i].At == sizes.Steps)];
        var law = LawFit.Of([.. own.Select(i => drops[i])], [.. own.Select(i => x[i])], [.. own.Select(i => means[i])], sizes.Rate);
        return new(power, KernelFit.Of(x, means, KernelFit.Exponential), law)
        {
            SizeExponent = Slope(drop => drop.At == sizes.Steps && drop.Before == sizes.Rate, drop => drop.Size, power.Asymptotes),
            SizeAcross = Slope(drop => drop.At == sizes.Steps && drop.After == sizes.Early.After, drop => drop.Size, power.Asymptotes),
            Gamma = 1 - Slope(drop => drop.At == sizes.Steps && drop.Before == sizes.Rate, drop => drop.After, power.Speeds),
            SpeedByBefore = Slope(drop => drop.At == sizes.Steps && drop.After == sizes.Early.After, drop => drop.Before, power.Speeds),
            SizeByStep = ByStep(power.Asymptotes),
            SpeedByStep = ByStep(power.Speeds),
        };

        double ByStep(double[] values) => drops.Where(drop => drop.Before == sizes.Rate).GroupBy(drop => drop.After).Where(group => group.Count() > 1)
            .Select(group => Slope(drop => drop.Before == sizes.Rate && drop.After == group.Key, drop => drop.At, values)).DefaultIfEmpty(double.NaN).Average();

        double Slope(Func<Drop, bool> which, Func<Drop, double> abscissa, double[] values)
        {
            int[] chosen = [.. Enumerable.Range(0, drops.Length).Where(i => which(drops[i]))];
            return PowerFit.Of([.. chosen.Select(i => abscissa(drops[i]))], [.. chosen.Select(i => values[i])]).Exponent;
        }
    }
}
