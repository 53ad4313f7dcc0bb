using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Curves;

/// <summary>Logged rates, and how exactly they were written.</summary>
sealed class RateRows
{
    // A float32 has this resolution, and many logs hold one.
    const double Float32 = 1e-6;

    readonly double absolute;
    readonly double relative;

    public RateRows(int[] steps, double[] rates)
    {
        (Steps, Rates) = (steps, rates);
        var (digits, decimals) = (1, 0);
        foreach (var rate in rates)
        {
            while (digits < 17 && Differ(rate, $"E{digits - 1}")) digits++;
            while (decimals < 17 && Differ(rate, $"F{decimals}")) decimals++;
        }

        relative = Math.Max(Float32, 0.6 * Math.Pow(10, 1 - digits));
        absolute = 0.6 * Math.Pow(10, -decimals);
        // A log that always writes as many decimals has few digits where rates are small; one with many digits has no such limit.
        if (digits > 8) absolute = 0;
    }

    public int[] Steps { get; }

    public double[] Rates { get; }

    public int Count => Steps.Length;

    /// <summary>Whether row i may hold the rate <paramref name="rate"/>.</summary>
    public bool Is(int i, double rate, double slack = 0) => Math.Abs(Rates[i] - rate) <= (relative * rate) + absolute + slack;

    /// <summary>Whether all rows but one in a hundred hold what a rule says.</summary>
    public bool Follow(Func<int, double> rule, double slack = 0, int from = 0)
    {
        var misses = (Count - from) / 100;
        for (var i = from; i < Count; i++)
        {
            if (!Is(i, rule(Steps[i]), slack) && misses-- == 0) return false;
        }

        return true;
    }

    /// <summary>How many rows hold what a rule says.</summary>
    public int Hits(Func<int, double> rule) => Enumerable.Range(0, Count).Count(i => Is(i, rule(Steps[i])));

    static bool Differ(double value, string format) =>
        Math.Abs(double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) - value) > 1e-15 * value;
}

/// <summary>A schedule read at any place: before the first update its first rate, after the last its last, in between a straight line.</summary>
sealed class RateCurve(RatePath path)
{
    public RatePath Path { get; } = path;

    public int Steps => Path.Steps;

    public double At(double t)
    {
        var place = Math.Clamp(t, 0, Steps - 1);
        var whole = (int)place;
        var rest = place - whole;
        return rest == 0 ? Path.Rates[whole] : Path.Rates[whole] + (rest * (Path.Rates[whole + 1] - Path.Rates[whole]));
    }

    /// <summary>The index where the decay begins: the last one at the peak.</summary>
    public int DecayStart
    {
        get
        {
            var last = Path.Rates.LastIndexOf(Path.Peak);
            return last < 0 ? 0 : last;
        }
    }

    /// <summary>The index of the first rate at the peak.</summary>
    public int Warmup => Path.Rates.IndexOf(Path.Peak);

    /// <summary>The place after <paramref name="from"/> where a falling curve has a rate; NaN where it has it nowhere.</summary>
    public double PlaceOf(double rate, int from)
    {
        for (var t = from; t + 1 < Steps; t++)
        {
            var (a, b) = (Path.Rates[t], Path.Rates[t + 1]);
            if (a != b && rate <= Math.Max(a, b) && rate >= Math.Min(a, b)) return t + ((rate - a) / (b - a));
        }

        return double.NaN;
    }
}
