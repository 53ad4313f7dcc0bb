using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Kernels;

/// <summary>
/// The running sum Σ_{s ≤ t} η_s^p and its derivative in p, at any step, in time linear in the number of distinct stretches:
/// a constant stretch of n steps costs one power.
/// </summary>
sealed class Clock
{
    readonly double[] logs, powers, slopes, before, slopesBefore;
    readonly int[] starts;
    readonly double priorSum, peak;

    public Clock(RatePath path)
    {
        var rates = path.Rates;
        var (runs, values) = (new List<int>(), new List<double>());
        for (var t = 0; t < rates.Length; t++)
        {
            if (t > 0 && rates[t] == rates[t - 1]) continue;
            runs.Add(t);
            values.Add(rates[t]);
        }

        starts = [.. runs, rates.Length];
        // Stands for ln 0: a power of it is finite, and nothing beside any rate.
        var floor = Math.Log(Math.Max(path.Peak, 1e-300)) - 600;
        logs = [.. values.Select(rate => rate > 0 ? Math.Log(rate) : floor)];
        powers = new double[logs.Length];
        slopes = new double[logs.Length];
        before = new double[logs.Length + 1];
        slopesBefore = new double[logs.Length + 1];
        priorSum = path.PriorSum;
        peak = path.Peak;
    }

    /// <summary>The exponent of the last <see cref="Update"/>.</summary>
    public double Exponent { get; private set; } = double.NaN;

    /// <summary>Σ η^p of a linear warm-up from zero to the peak whose plain sum is the path's prior sum.</summary>
    public double PriorSum { get; private set; }

    /// <summary>Its derivative in p.</summary>
    public double PriorSlope { get; private set; }

    /// <summary>Where each stretch of equal rates begins, and at last T.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>η^p of each stretch.</summary>
    public ReadOnlySpan<double> Powers => powers;

    /// <summary>η^p ln η of each stretch.</summary>
    public ReadOnlySpan<double> Slopes => slopes;

    /// <summary>Sets p; does nothing if it is set already.</summary>
    public void Update(double p)
    {
        if (p == Exponent) return;
        Exponent = p;
        VectorExp.OfLine(logs, p, 0, powers);
        for (var i = 0; i < logs.Length; i++)
        {
            slopes[i] = powers[i] * logs[i];
            var n = starts[i + 1] - starts[i];
            before[i + 1] = before[i] + (n * powers[i]);
            slopesBefore[i + 1] = slopesBefore[i] + (n * slopes[i]);
        }

        if (priorSum == 0 || peak == 0)
        {
            (PriorSum, PriorSlope) = (priorSum, 0);
            return;
        }

        // N = 2 W / peak steps of a ramp: Σ (peak t / N)^p ≈ peak^p N / (p + 1), exact at p = 1.
        PriorSum = 2 * priorSum / peak * Math.Pow(peak, p) / (p + 1);
        PriorSlope = PriorSum * (Math.Log(peak) - (1 / (p + 1)));
    }

    /// <summary>The place of step t among the stretches, for <see cref="Sum"/>; t = −1 is before the first.</summary>
    public (int Stretch, int Steps) Locate(int t)
    {
        if (t < 0) return (0, 0);
        var stretch = Array.BinarySearch(starts, t);
        if (stretch < 0) stretch = ~stretch - 1;
        return (stretch, t - starts[stretch] + 1);
    }

    /// <summary>Σ_{s ≤ t} η_s^p.</summary>
    public double Sum((int Stretch, int Steps) place) => before[place.Stretch] + (place.Steps * powers[place.Stretch]);

    /// <summary>Σ_{s ≤ t} η_s^p ln η_s.</summary>
    public double Slope((int Stretch, int Steps) place) => slopesBefore[place.Stretch] + (place.Steps * slopes[place.Stretch]);
}
