using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>A phase's best schedules, best constants and best powers at every horizon.</summary>
/// <param name="Phase">The setting.</param>
/// <param name="Optima">The optimum of each horizon.</param>
/// <param name="Constants">The best constant rate of each horizon.</param>
/// <param name="Powers">The best η (1 + t)^−χ, no higher than η_max, of each horizon.</param>
sealed record PhaseOptima(
    Phase Phase, IReadOnlyList<RandomFeatureOptimum> Optima, IReadOnlyList<Tuned> Constants, IReadOnlyList<Tuned> Powers)
{
    /// <summary>The T.</summary>
    public double[] Horizons { get; } = [.. Optima.Select(optimum => (double)optimum.Steps)];

    /// <summary>The highest rate of each optimum.</summary>
    public double[] Peaks { get; } = [.. Optima.Select(optimum => optimum.Rates.Max())];

    /// <summary>The share of training that each optimum spends below a share of its peak.</summary>
    public double[] Annealing(double share = .9) =>
        [.. Optima.Zip(Peaks, (optimum, peak) => optimum.Rates.Count(rate => rate < share * peak) / (double)optimum.Steps)];

    /// <summary>The exponent of y over the horizons from … to, both included.</summary>
    public double Slope(IReadOnlyList<double> y, int from, int to)
    {
        var inside = Enumerable.Range(0, Horizons.Length).Where(i => Horizons[i] >= from && Horizons[i] <= to).ToArray();
        return PowerFit.Of([.. inside.Select(i => Horizons[i])], [.. inside.Select(i => y[i])]).Exponent;
    }

    /// <summary>The last factor of sixteen in T, nearest to the limit.</summary>
    public (int From, int To) Latest => (Optima[^1].Steps / 16, Optima[^1].Steps);

    /// <summary>The place of a horizon.</summary>
    public int At(int horizon) => Array.IndexOf(Horizons, horizon);

    /// <summary>The losses of tuned schedules.</summary>
    public static double[] Losses(IEnumerable<Tuned> tuned) => [.. tuned.Select(one => one.Loss)];
}

/// <summary>A schedule of a family, its rate tuned.</summary>
/// <param name="Rate">The best rate.</param>
/// <param name="Loss">Its loss.</param>
readonly record struct Tuned(double Rate, double Loss)
{
    const double LowestRate = 1e-4;

    /// <summary>Tunes the factor of a shape.</summary>
    /// <param name="phase">The model.</param>
    /// <param name="steps">T.</param>
    /// <param name="shape">The shape over steps 0 … T − 1.</param>
    /// <param name="highest">The highest factor to look at.</param>
    /// <param name="cap">No rate is higher.</param>
    public static Tuned Of(Phase phase, int steps, Func<int, double> shape, double highest, double cap = double.PositiveInfinity)
    {
        var (gradient, rates) = (new RandomFeatureGradient(phase.Model(), steps), new double[steps]);
        double[] factors = [.. Enumerable.Range(0, steps).Select(shape)];
        var (rate, loss) = RateSearch.Best(Loss, LowestRate, highest);
        return new(rate, loss);

        double Loss(double rate)
        {
            for (var t = 0; t < steps; t++) rates[t] = Math.Min(cap, rate * factors[t]);
            return gradient.Loss(rates);
        }
    }

    /// <summary>The best of η (1 + t)^−χ over χ = 0, 0.1, …, 1.</summary>
    public static Tuned BestPower(Phase phase, int steps) => Enumerable.Range(0, 11)
        .Select(tenth => Of(phase, steps, t => Math.Pow(1 + t, -.1 * tenth), 30 * phase.LargestRate, phase.LargestRate))
        .MinBy(tuned => tuned.Loss);
}
