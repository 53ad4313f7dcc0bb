namespace Anneal.Plotting;

/// <summary>
/// The area between two lines over the same abscissae, as a forecast's interval. It is broken where a coordinate is not
/// finite; on a logarithmic axis a lower edge of 0 or below is drawn at the bottom.
/// </summary>
public sealed class Band : Mark
{
    readonly double[] x;
    readonly double[] lower;
    readonly double[] upper;

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Band(ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper) : this(x.ToArray(), lower, upper) { }

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Band(ReadOnlySpan<int> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper) : this(Copy(x), lower, upper) { }

    Band(double[] x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Require.SameLength(lower.Length, x.Length, nameof(lower), nameof(x));
        Require.SameLength(upper.Length, x.Length, nameof(upper), nameof(x));
        this.x = x;
        this.lower = lower.ToArray();
        this.upper = upper.ToArray();
    }

    internal override KeyShapes Key => KeyShapes.Fill;

    internal override void ExtendX(Extent x) => x.Include(this.x);

    internal override void ExtendY(Extent y, Scale x)
    {
        y.Include(this.x, lower, x);
        y.Include(this.x, upper, x);
    }

    internal override void Draw(Pen pen, MarkStyle style) => pen.Area(x, lower, upper, style.Ink, 0.2);
}
