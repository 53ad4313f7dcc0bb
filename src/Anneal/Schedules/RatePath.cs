using System.Globalization;

namespace Anneal.Schedules;

/// <summary>
/// η written out once with its running sums S_t = Σ_{s ≤ t} η_s, and where its warm-up ends. Immutable, shared across threads.
/// </summary>
public sealed class RatePath
{
    /// <summary>The most steps of a schedule that is written out: beyond them it does not fit in memory.</summary>
    public const int MostSteps = 200_000_000;

    readonly double[] rates;
    readonly double[] sums;

    /// <summary>Writes <paramref name="schedule"/> out.</summary>
    /// <param name="schedule">The schedule, from its first update.</param>
    /// <param name="priorSum">W: the rate sum of a warm-up that came before the schedule's first step, ≥ 0.</param>
    /// <param name="warmupSteps">How many leading steps are warm-up; null for the length of the initial rise.</param>
    /// <exception cref="InputException">The schedule has more than <see cref="MostSteps"/> steps.</exception>
    public RatePath(Schedule schedule, double priorSum = 0, int? warmupSteps = null)
        : this(WrittenOut(schedule), priorSum, warmupSteps) { }

    /// <summary>Takes over <paramref name="rates"/>, which the caller must not change afterwards.</summary>
    /// <param name="rates">η₀ … η_{T−1}, each finite and ≥ 0.</param>
    /// <param name="priorSum">W: the rate sum of a warm-up that came before the first step, ≥ 0.</param>
    /// <param name="warmupSteps">How many leading steps are warm-up; null for the length of the initial rise.</param>
    public RatePath(double[] rates, double priorSum = 0, int? warmupSteps = null)
    {
        Require.Positive(rates.Length, "steps");
        this.rates = rates;
        PriorSum = Require.Rate(priorSum);
        sums = new double[rates.Length];
        var (sum, peak) = (0.0, 0.0);
        for (var t = 0; t < rates.Length; t++)
        {
            var rate = rates[t];
            if (!double.IsFinite(rate) || rate < 0)
                throw new ArgumentException($"The rate at step {t} is {rate}; rates are finite and at least 0.", nameof(rates));
            sum += rate;
            sums[t] = sum;
            peak = Math.Max(peak, rate);
        }

        Peak = peak;
        WarmupSteps = warmupSteps ?? (priorSum > 0 ? 0 : InitialRise(rates));
    }

    /// <summary>T.</summary>
    public int Steps => rates.Length;

    /// <summary>η_t.</summary>
    public ReadOnlySpan<double> Rates => rates;

    /// <summary>S_t = Σ_{s ≤ t} η_s, without <see cref="PriorSum"/>.</summary>
    public ReadOnlySpan<double> Sums => sums;

    /// <summary>W, the rate sum of a warm-up before the first step.</summary>
    public double PriorSum { get; }

    /// <summary>max η.</summary>
    public double Peak { get; }

    /// <summary>
    /// The number of leading warm-up steps: the first step that is not warm-up has this index, and rate changes at or before
    /// it are rises of the warm-up.
    /// </summary>
    public int WarmupSteps { get; }

    static double[] WrittenOut(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.Steps <= MostSteps
            ? schedule.ToArray()
            : throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"The schedule has {schedule.Steps:#,0} steps; at most {MostSteps:#,0} can be written out."));
    }

    // The first t with η_{t+1} ≤ η_t; rises up to and including step t belong to the warm-up.
    static int InitialRise(ReadOnlySpan<double> rates)
    {
        var t = 0;
        while (t + 1 < rates.Length && rates[t + 1] > rates[t]) t++;
        return t;
    }
}
