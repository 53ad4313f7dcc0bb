namespace Anneal.Plotting;

/// <summary>The smallest and largest value that an axis has to show.</summary>
sealed class Extent(AxisScale scale)
{
    /// <summary>Beyond this, differences and logarithms of ranges would overflow; such values are left out of sight.</summary>
    const double Largest = 1e300;

    public double Lower { get; private set; } = double.PositiveInfinity;

    public double Upper { get; private set; } = double.NegativeInfinity;

    public bool IsEmpty => Lower > Upper;

    public static bool HasPlace(double value, AxisScale scale) =>
        Math.Abs(value) <= Largest && (scale == AxisScale.Linear || value >= 1 / Largest);

    public void Include(double value)
    {
        if (!HasPlace(value, scale))
            return;
        Lower = Math.Min(Lower, value);
        Upper = Math.Max(Upper, value);
    }

    public void Include(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            Include(value);
    }

    /// <summary>Includes the values whose abscissa is in sight.</summary>
    public void Include(ReadOnlySpan<double> x, ReadOnlySpan<double> values, Scale sight)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (sight.Contains(x[i]))
                Include(values[i]);
        }
    }
}
