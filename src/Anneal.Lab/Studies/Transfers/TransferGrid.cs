using Anneal.Lab.Studies.Networks;
using Anneal.Numerics;

namespace Anneal.Lab.Studies.Transfers;

/// <summary>The final losses of one model by schedule, horizon, base rate and seed.</summary>
/// <param name="Name">The model.</param>
/// <param name="Rates">Base rates, ascending.</param>
/// <param name="Horizons">T, ascending.</param>
/// <param name="Losses">By schedule (constant, annealed), horizon, rate, seed; infinite where training diverged.</param>
sealed record TransferGrid(string Name, double[] Rates, int[] Horizons, double[][][][] Losses)
{
    /// <summary>The places of <see cref="Losses"/>.</summary>
    public const int Constant = 0, Annealed = 1;

    public int Seeds => Losses[0][0][0].Length;

    /// <summary>The mean losses over some seeds, by rate.</summary>
    public double[] Means(int schedule, int horizon, IReadOnlyList<int> seeds) => [.. Losses[schedule][horizon].Select(losses => seeds.Average(seed => losses[seed]))];

    /// <summary>The best base rate by the mean over some seeds.</summary>
    public RateParabola Best(int schedule, int horizon, IReadOnlyList<int> seeds) => RateParabola.Of(Rates, Means(schedule, horizon, seeds));

    /// <summary>The same over all seeds.</summary>
    public RateParabola Best(int schedule, int horizon) => Best(schedule, horizon, [.. Enumerable.Range(0, Seeds)]);

    /// <summary>ln η* and its standard error over the seeds.</summary>
    public Jackknife LogBest(int schedule, int horizon) => Jackknife.Of(Seeds, seeds => Math.Log(Best(schedule, horizon, seeds).Rate));

    /// <summary>d ln η*/d ln T, and its standard error over the seeds.</summary>
    public Jackknife Slope(int schedule) => Jackknife.Of(Seeds, seeds => Slope(schedule, seeds));

    /// <summary>The annealed slope less the constant one, on the same seeds.</summary>
    public Jackknife SlopeDifference => Jackknife.Of(Seeds, seeds => Slope(Annealed, seeds) - Slope(Constant, seeds));

    /// <summary>What the longest horizon loses at the best base rate of the shortest, on the same seeds.</summary>
    public Jackknife TransferCost(int schedule) => Jackknife.Of(Seeds, seeds =>
    {
        var last = Horizons.Length - 1;
        return RateParabola.At(Rates, Means(schedule, last, seeds), Best(schedule, 0, seeds).Rate) - Best(schedule, last, seeds).Loss;
    });

    /// <summary>What annealing gains at the longest horizon, both at their best base rates, on the same seeds.</summary>
    public Jackknife Gain => Jackknife.Of(Seeds, seeds => Best(Constant, Horizons.Length - 1, seeds).Loss - Best(Annealed, Horizons.Length - 1, seeds).Loss);

    double Slope(int schedule, IReadOnlyList<int> seeds) =>
        PowerFit.Of([.. Horizons.Select(steps => (double)steps)], [.. Horizons.Select((_, i) => Best(schedule, i, seeds).Rate)]).Exponent;
}
