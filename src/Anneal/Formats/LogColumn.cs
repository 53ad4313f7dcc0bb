namespace Anneal.Formats;

/// <summary>One column of a log being read: the rows that have a value, and what was no usable value.</summary>
sealed class LogColumn(string name, ColumnRole role, int rank, bool keepsEveryRow = false)
{
    int badFrom;
    int bad;
    int mostBad;

    public string Name { get; } = name;

    public ColumnRole Role { get; } = role;

    /// <summary>How good a name it is for its role; 0 is best.</summary>
    public int Rank { get; } = rank;

    /// <summary>The usable values.</summary>
    public LogSeries Points { get; } = keepsEveryRow ? new(averages: false, LogBuilder.LargestStep) : new(averages: role != ColumnRole.Rate);

    /// <summary>How many of the log's restarts it has gone through.</summary>
    public int Restarts { get; set; }

    /// <summary>Cells that were no usable value.</summary>
    public Tally Faults { get; } = new();

    /// <summary>Every number in the log, usable or not, restarts included.</summary>
    public LoggedRange Logged { get; private set; }

    /// <summary>
    /// The step from which on no value is finite to the end, if at least three rows are so and never as many were before
    /// (a table may write NaN for an empty cell).
    /// </summary>
    public int? DivergedAt => bad >= 3 && bad > mostBad ? badFrom : null;

    /// <summary>Whether a value can be kept: finite, and a loss above 0.</summary>
    public bool Accepts(double value, int step, long line)
    {
        Logged = Logged.With(step, value);
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

    /// <summary>A restart at <paramref name="step"/>; the number of rows that are gone is returned.</summary>
    public long Forget(int step)
    {
        if (bad > 0 && badFrom >= step) bad = 0;
        return Points.ForgetFrom(step);
    }
}

/// <summary>The first and last number of a column.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="FirstStep">The label of the first.</param>
/// <param name="First">The first.</param>
/// <param name="LastStep">The label of the last.</param>
/// <param name="Last">The last.</param>
readonly record struct LoggedRange(long Count, int FirstStep, double First, int LastStep, double Last)
{
    public LoggedRange With(int step, double value) =>
        Count == 0 ? new(1, step, value, step, value) : this with { Count = Count + 1, LastStep = step, Last = value };
}
