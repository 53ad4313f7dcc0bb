using Anneal.Lab.Studies.Networks;

namespace Anneal.Lab.Studies.BatchRamps;

/// <summary>Final losses by schedule of the rate, share of the data before the switch, rate and seed.</summary>
/// <param name="Rates">Ascending.</param>
/// <param name="Constant">By share, rate, seed: the rate stays constant.</param>
/// <param name="Decayed">The same, the rate falls over the last fifth of the data.</param>
sealed record RampTable(double[] Rates, double[][][] Constant, double[][][] Decayed)
{
    public int Seeds => Constant[0][0].Length;

    public double[][][] Of(bool decayed) => decayed ? Decayed : Constant;

    /// <summary>The place of the rate at which a switch has the least mean loss.</summary>
    public int Best(bool decayed, int share, IReadOnlyList<int> seeds) =>
        Enumerable.Range(0, Rates.Length).MinBy(rate => seeds.Average(seed => Of(decayed)[share][rate][seed]));

    /// <summary>The loss of a switch at its best rate.</summary>
    public Jackknife Loss(bool decayed, int share) => Jackknife.Of(Seeds, seeds => Loss(decayed, share, seeds));

    /// <summary>The loss of a switch less that of another, each at its best rate, on the same seeds.</summary>
    public Jackknife Difference(bool decayed, int share, int other) => Jackknife.Of(Seeds, seeds => Loss(decayed, share, seeds) - Loss(decayed, other, seeds));

    /// <summary>The loss of a switch less that of another, both at one rate, on the same seeds.</summary>
    public Jackknife DifferenceAt(bool decayed, int share, int other, int rate) =>
        Jackknife.Of(Seeds, seeds => seeds.Average(seed => Of(decayed)[share][rate][seed] - Of(decayed)[other][rate][seed]));

    double Loss(bool decayed, int share, IReadOnlyList<int> seeds) => seeds.Average(seed => Of(decayed)[share][Best(decayed, share, seeds)][seed]);
}
