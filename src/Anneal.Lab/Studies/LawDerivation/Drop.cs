using Anneal.Lab.Studies.Networks;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>A two-stage run: T_A updates at η_A, then others at η_B.</summary>
/// <param name="Before">η_A.</param>
/// <param name="After">η_B.</param>
/// <param name="At">T_A.</param>
readonly record struct Drop(double Before, double After, int At)
{
    /// <summary>Δη = η_A − η_B.</summary>
    public double Size => Before - After;
}

/// <summary>The loss reductions of a drop in the runs of all seeds.</summary>
/// <param name="Drop">The drop.</param>
/// <param name="X">Updates at η_B, ascending: means of bins.</param>
/// <param name="Reductions">By seed, then by bin.</param>
sealed record Reduction(Drop Drop, double[] X, double[][] Reductions)
{
    const int Bins = 14;

    /// <summary>From the runs of all seeds.</summary>
    /// <param name="drop">The drop.</param>
    /// <param name="falls">Its runs by seed.</param>
    /// <param name="bySteps">Whether they are set beside the constant run at the same step, and not at the same rate sum.</param>
    /// <remarks>
    /// A branch starts at its trunk's chance above or below the trunk's mean, and forgets it as it descends. What it still remembers of
    /// it after x updates, 1 − LD(x)/max LD, is taken out: that changes no mean over seeds, since the chance has the mean 0, and makes
    /// LD(0) = 0 in every run.
    /// </remarks>
    public static Reduction Of(Drop drop, Fall[] falls, bool bySteps = false)
    {
        // Geometric bins take more evaluations the slower the loss moves.
        var x = falls[0].X;
        var width = Math.Log(x[^1] / x[0]) / Bins;
        int[][] bins = [.. Enumerable.Range(0, x.Length).GroupBy(i => Math.Min(Bins - 1, width > 0 ? (int)(Math.Log(x[i] / x[0]) / width) : 0)).Select(bin => bin.ToArray())];
        Reduction With(double[] memory, Func<Fall, double[]> measured) => new(
            drop, [.. bins.Select(bin => bin.Average(i => x[i]))], [.. falls.Select(fall => (double[])[.. bins.Select((bin, k) => bin.Average(i => measured(fall)[i]) + (memory[k] * fall.Chance))])]);
        int[] all = [.. Enumerable.Range(0, falls.Length)];
        var memory = new double[bins.Length];
        for (var i = 0; i < 3; i++)
        {
            var mean = With(memory, fall => fall.BySum).Mean(all);
            var most = Math.Max(1e-12, mean.Max());
            memory = [.. mean.Select(value => Math.Clamp(1 - (value / most), 0, 1))];
        }

        return With(memory, bySteps ? fall => fall.ByStep : fall => fall.BySum);
    }

    /// <summary>The mean over some seeds.</summary>
    public double[] Mean(IReadOnlyList<int> seeds) => [.. X.Select((_, i) => seeds.Average(seed => Reductions[seed][i]))];

    /// <summary>The mean over all seeds in a bin, and its standard error.</summary>
    public Jackknife At(int bin) => Jackknife.Of(Reductions.Length, seeds => seeds.Average(seed => Reductions[seed][bin]));
}
