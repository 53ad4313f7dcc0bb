using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>The schedule that leaves a random-feature model with the least mean loss.</summary>
/// <param name="Rates">η_0 … η_{T−1}.</param>
/// <param name="Loss">L(T).</param>
/// <param name="Evaluations">How many values and gradients the search took at this horizon.</param>
public sealed record RandomFeatureOptimum(IReadOnlyList<double> Rates, double Loss, int Evaluations)
{
    /// <summary>T.</summary>
    public int Steps => Rates.Count;

    /// <summary>The rates as a schedule.</summary>
    public Schedule ToSchedule() => new Tabulated([.. Rates]);
}

/// <summary>Optimal control of the random-feature model: min L(T) over 0 ≤ η_t ≤ η_max.</summary>
/// <remarks>
/// Projected limited-memory BFGS on ln L over ln η: along the optimum the noise that a rate leaves behind weighs as η^−2, so in ln η all
/// steps count alike. Each horizon starts from the optimum of the one before, stretched in t/T.
/// Without η_max the search finds large alternating steps, as Chebyshev's, that no batch noise punishes; at most 1/λ₁ = 1 avoids them.
/// </remarks>
public static class RandomFeatureControl
{
    // Below η_max by more than the optimum ever is: the last rate of T updates is about η_max/T.
    const double Lowest = 1e-12;

    const int ShortestHorizon = 32;

    /// <summary>The best schedule of <paramref name="steps"/> updates, by way of those of a half, a quarter, … of them.</summary>
    /// <param name="model">The model; its batch is that of every update.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="largestRate">η_max &gt; 0, in units of 1/λ₁.</param>
    /// <param name="progress">Told the optimum of each horizon on the way.</param>
    /// <param name="cancellation">Looked at in every evaluation.</param>
    public static RandomFeatureOptimum Optimize(
        RandomFeatureModel model, int steps, double largestRate, IProgress<RandomFeatureOptimum>? progress = null,
        CancellationToken cancellation = default)
    {
        Require.Positive(steps);
        List<int> horizons = [steps];
        while (horizons[^1] >= 2 * ShortestHorizon) horizons.Add(horizons[^1] / 2);
        horizons.Reverse();
        return Along(model, [.. horizons], largestRate, progress, cancellation)[^1];
    }

    /// <summary>The best schedules of several horizons, each search starting from the optimum of the horizon before.</summary>
    /// <param name="model">The model; its batch is that of every update.</param>
    /// <param name="horizons">T_1, T_2, …, at least one, each at least 1; best in rising order, at most a few times the one before.</param>
    /// <param name="largestRate">η_max &gt; 0, in units of 1/λ₁.</param>
    /// <param name="progress">Told each optimum.</param>
    /// <param name="cancellation">Looked at in every evaluation.</param>
    public static IReadOnlyList<RandomFeatureOptimum> Along(
        RandomFeatureModel model, ReadOnlySpan<int> horizons, double largestRate, IProgress<RandomFeatureOptimum>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.PositiveRate(largestRate);
        if (horizons.IsEmpty) throw new ArgumentException("There is no horizon.", nameof(horizons));
        List<RandomFeatureOptimum> optima = [];
        foreach (var steps in horizons)
        {
            var gradient = new RandomFeatureGradient(model, steps);
            var start = optima.Count > 0 ? Stretched(optima[^1].Rates, steps) : Beginning(gradient, largestRate);
            optima.Add(Descend(gradient, start, largestRate, cancellation));
            progress?.Report(optima[^1]);
        }

        return optima;
    }

    static RandomFeatureOptimum Descend(RandomFeatureGradient gradient, double[] rates, double largestRate, CancellationToken cancellation)
    {
        var steps = rates.Length;
        var (lower, upper) = (new double[steps], new double[steps]);
        Array.Fill(lower, Math.Log(largestRate * Lowest));
        Array.Fill(upper, Math.Log(largestRate));
        var logs = Array.ConvertAll(rates, rate => Math.Log(Math.Max(rate, largestRate * Lowest)));
        var search = new BoxMinimizer { MaxEvaluations = 2000, Tolerance = 1e-10 };
        var (_, evaluations) = search.Minimize(LogLoss, logs, lower, upper, cancellation);
        Rates(logs);
        return new(rates, gradient.Loss(rates), evaluations);

        double LogLoss(ReadOnlySpan<double> x, Span<double> byLog)
        {
            Rates(x);
            var loss = gradient.Evaluate(rates, default, byLog, default, cancellation);
            for (var t = 0; t < byLog.Length; t++) byLog[t] *= rates[t] / loss;
            return double.IsNaN(loss) ? double.PositiveInfinity : Math.Log(loss);
        }

        void Rates(ReadOnlySpan<double> x)
        {
            for (var t = 0; t < x.Length; t++) rates[t] = Math.Min(largestRate, Math.Exp(x[t]));
        }
    }

    // A linear decay that is stable.
    static double[] Beginning(RandomFeatureGradient gradient, double largestRate)
    {
        var rates = new double[gradient.Steps];
        var peak = largestRate;
        while (true)
        {
            for (var t = 0; t < rates.Length; t++) rates[t] = peak * (1 - ((double)t / rates.Length));
            if (gradient.Loss(rates) <= gradient.Losses[0]) return rates;
            peak /= 2;
        }
    }

    // Linear in the logarithm over the middles of the steps, and so beyond the first and the last of them.
    static double[] Stretched(IReadOnlyList<double> rates, int steps)
    {
        var stretched = new double[steps];
        for (var t = 0; t < steps; t++)
        {
            var at = ((t + .5) * rates.Count / steps) - .5;
            var left = Math.Clamp((int)Math.Floor(at), 0, Math.Max(0, rates.Count - 2));
            var right = Math.Min(left + 1, rates.Count - 1);
            var share = Math.Clamp(at - left, 0, 1);
            stretched[t] = Math.Exp(((1 - share) * Math.Log(rates[left])) + (share * Math.Log(rates[right])));
        }

        return stretched;
    }
}
