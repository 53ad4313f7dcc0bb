namespace Anneal.Plotting;

/// <summary>Unconnected points. Those without a place on the axes are left out; of those that coincide one is kept.</summary>
public sealed class Points : Mark
{
    readonly double[] x;
    readonly double[] y;

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Points(ReadOnlySpan<double> x, ReadOnlySpan<double> y) : this(x.ToArray(), y) { }

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Points(ReadOnlySpan<int> x, ReadOnlySpan<double> y) : this(Copy(x), y) { }

    Points(double[] x, ReadOnlySpan<double> y)
    {
        Require.SameLength(y.Length, x.Length, nameof(y), nameof(x));
        this.x = x;
        this.y = y.ToArray();
    }

    /// <summary>The shape; null for the next one.</summary>
    public Marker? Marker { get; init; }

    /// <summary>The diameter in pixels at the figure's natural size.</summary>
    public double Size { get; init; } = 5;

    internal override KeyShapes Key => KeyShapes.Dot;

    internal override Marker? FixedMarker => Marker;

    internal override void ExtendX(Extent x) => x.Include(this.x);

    internal override void ExtendY(Extent y, Scale x) => y.Include(this.x, this.y, x);

    internal override void Draw(Pen pen, MarkStyle style) => pen.Dots(x, y, style, Size);
}
