namespace Anneal.Formats;

/// <summary>One column of a log being read: a value a row, NaN where there is none.</summary>
sealed class LogColumn(string name, ColumnRole role, int rank)
{
    int badFrom;
    int bad;
    int mostBad;

    public string Name { get; } = name;

    public ColumnRole Role { get; } = role;

    /// <summary>How good a name it is for its role; 0 is best.</summary>
    public int Rank { get; } = rank;

    public double[] Values { get; private set; } = [];

    /// <summary>Cells that were no usable value.</summary>
    public Tally Faults { get; } = new();

    /// <summary>
    /// The step from which on no value is finite to the end, if at least three rows are so and never as many were before
    /// (a table may write NaN for an empty cell).
    /// </summary>
    public int? DivergedAt => bad >= 3 && bad > mostBad ? badFrom : null;

    /// <summary>Whether a value can be kept: finite, and a loss above 0.</summary>
    public bool Accepts(double value, int step, long line)
    {
        if (double.IsFinite(value))
        {
            (mostBad, bad) = (Math.Max(bad, mostBad), 0);
            if (Role == ColumnRole.Rate ? value >= 0 : value > 0) return true;
            Faults.Add($"{Name} is not above 0", line);
            return false;
        }

        if (bad++ == 0) badFrom = step;
        Faults.Add($"{Name} is not finite", line);
        return false;
    }

    public void Resize(int size)
    {
        var old = Values.Length;
        var values = Values;
        Array.Resize(ref values, size);
        if (size > old) values.AsSpan(old).Fill(double.NaN);
        Values = values;
    }

    /// <summary>A restart at <paramref name="step"/>: rows <paramref name="from"/> to <paramref name="to"/> are gone.</summary>
    public void Forget(int from, int to, int step)
    {
        Values.AsSpan(from..to).Fill(double.NaN);
        if (bad > 0 && badFrom >= step) bad = 0;
    }
}
