namespace Anneal.Dialects;

/// <summary>What a schedule looks like from afar: the warm-up, the plateau, the decay.</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Warmup">The index of the first update with the peak.</param>
/// <param name="DecayStart">The index of the last update with the peak.</param>
/// <param name="Start">The first rate.</param>
/// <param name="Last">The last rate.</param>
sealed record ScheduleOutline(double Peak, int Warmup, int DecayStart, double Start, double Last)
{
    // Rates this close to the peak are the peak.
    const double Flat = 1e-9;

    public static ScheduleOutline Of(double[] rates)
    {
        var peak = rates.Max();
        var first = Array.FindIndex(rates, rate => rate >= peak * (1 - Flat));
        var last = first;
        while (last + 1 < rates.Length && rates[last + 1] >= peak * (1 - Flat)) last++;
        return new(peak, first, last, rates[0], rates[^1]);
    }

    /// <summary>Warm-up lengths that frameworks may mean by this rise: ±1, for what each calls the first step; at least <paramref name="min"/>.</summary>
    public IEnumerable<int> Warmups(int min = 0) =>
        new[] { Warmup, Warmup + 1, Warmup - 1 }.Where(steps => steps >= min).Distinct();

    /// <summary>Lengths of the decay, likewise.</summary>
    public IEnumerable<int> Decays(int steps, int min = 1) =>
        new[] { steps - DecayStart, steps - DecayStart - 1, steps - DecayStart + 1 }.Where(length => length >= min && length <= steps).Distinct();

    /// <summary>
    /// Floors that a decay may lead to: none, the last rate, and what a straight, cosine or 1 − √x decay that stops one or two
    /// updates short of its end would lead to.
    /// </summary>
    public IEnumerable<double> Floors(int steps)
    {
        var floors = new List<double> { 0, Last };
        foreach (var missing in (int[])[1, 2])
        {
            var n = (double)Math.Max(1, steps - DecayStart + missing - 1);
            var x = (n - missing) / n;
            foreach (var left in (double[])[1 - x, (1 + Math.Cos(Math.PI * x)) / 2, 1 - Math.Sqrt(x)])
            {
                if (left < 1) floors.Add((Last - (Peak * left)) / (1 - left));
            }
        }

        return floors.Where(floor => floor >= -1e-12 * Peak && floor <= Peak).SelectMany(floor => floor < 1e-12 * Peak ? [0] : new[] { Tidy(floor), floor }).Distinct();
    }

    // Floors are found by subtraction; the number that was meant has few digits.
    static double Tidy(double value)
    {
        var text = value.ToString("E11", System.Globalization.CultureInfo.InvariantCulture);
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
