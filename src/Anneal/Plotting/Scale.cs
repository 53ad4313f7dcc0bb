namespace Anneal.Plotting;

/// <summary>The map from an axis's values to places: Lower to <paramref name="Start"/>, Upper to <paramref name="End"/>.</summary>
readonly record struct Scale(AxisScale Kind, double Lower, double Upper, double Start, double End)
{
    /// <summary>
    /// The range of an axis: what its limits say, else the extent of the data with a margin on each side; widened where
    /// it would be empty or narrower than rounding, and down to 0 where positive data come closer to it than the fraction
    /// <paramref name="nearZero"/> of their largest.
    /// </summary>
    public static Scale Of(Axis axis, Extent extent, double margin, double nearZero)
    {
        var logarithmic = axis.Scale == AxisScale.Logarithmic;
        var (fixedLower, fixedUpper) = (Place(axis.Lower, axis.Scale), Place(axis.Upper, axis.Scale));
        if (fixedLower >= fixedUpper)
            (fixedLower, fixedUpper) = (fixedUpper, fixedLower);
        var (lower, upper) = extent.IsEmpty ? (logarithmic ? (1, 10) : (0.0, 1.0)) : (extent.Lower, extent.Upper);
        lower = fixedLower ?? Math.Min(lower, fixedUpper ?? lower);
        upper = fixedUpper ?? Math.Max(upper, lower);

        double Forward(double value) => logarithmic ? Math.Log(value) : value;
        double Back(double place) => logarithmic ? Math.Exp(place) : place;
        var (a, b) = (Forward(lower), Forward(upper));
        var least = Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)) * 1e-10, logarithmic ? 1e-9 : 1e-280);
        if (b - a < least)
        {
            var half = Math.Max(least, logarithmic ? 0.1 : Math.Max(Math.Abs(a), Math.Abs(b)) * 0.05);
            if (!logarithmic && lower == 0 && upper == 0)
                half = 1;
            return new Scale(axis.Scale, Back(a - half), Back(b + half), 0, 1);
        }
        if (!logarithmic && fixedLower is null && a > 0 && a <= nearZero * b)
            (lower, a) = (0, 0);
        var pad = (b - a) * margin;
        return new Scale(axis.Scale, fixedLower ?? Back(a - pad), fixedUpper ?? Back(b + pad), 0, 1);
    }

    /// <summary>The same range over other places.</summary>
    public Scale Over(double start, double end) => this with { Start = start, End = end };

    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>The place of a value; NaN where it has none.</summary>
    public double At(double value)
    {
        if (!Extent.HasPlace(value, Kind))
            return double.NaN;
        var fraction = Kind == AxisScale.Logarithmic
            ? Math.Log(value / Lower) / Math.Log(Upper / Lower)
            : (value - Lower) / (Upper - Lower);
        return Start + (fraction * (End - Start));
    }

    /// <summary>
    /// Round numbers in range, and minor ones between them on a logarithmic axis; the factor by which all labels have to be
    /// multiplied; the step, 0 where they are not evenly spaced.
    /// </summary>
    public (IReadOnlyList<Tick> Ticks, string Factor, double Step) Ticks(int most)
    {
        if (Kind == AxisScale.Linear)
        {
            var (even, step) = LinearTicks.Between(Lower, Upper, most);
            var (labels, factor) = TickLabels.Even(even, step);
            return (Join(even, labels, []), factor, step);
        }

        var (values, spacing) = LogTicks.Between(Lower, Upper, most);
        if (spacing > 0)
        {
            var (labels, factor) = TickLabels.Even(values, spacing);
            return (Join(values, labels, []), factor, spacing);
        }
        return (Join(values, TickLabels.Logarithmic(values), LogTicks.Minor(Lower, Upper)), "", 0);
    }

    static Tick[] Join(double[] values, string[] labels, double[] minor) =>
        [.. values.Zip(labels, (value, label) => new Tick(value, label)), .. minor.Except(values).Select(value => new Tick(value, ""))];

    static double? Place(double? limit, AxisScale scale) => limit is { } value && Extent.HasPlace(value, scale) ? value : null;
}
