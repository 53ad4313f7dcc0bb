namespace Anneal.Plotting;

/// <summary>
/// A line through points in the order given. A coordinate that is not finite, or has no place on a logarithmic axis,
/// breaks the line. Any number of points is drawn: at most four of each column of pixels, its extremes among them, are kept.
/// </summary>
public sealed class Line : Mark
{
    readonly double[] x;
    readonly double[] y;

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y) : this(x.ToArray(), y) { }

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Line(ReadOnlySpan<int> x, ReadOnlySpan<double> y) : this(Copy(x), y) { }

    /// <summary>One value a step: y[i] over i.</summary>
    public Line(ReadOnlySpan<double> y) : this(Steps(y.Length), y) { }

    Line(double[] x, ReadOnlySpan<double> y)
    {
        Require.SameLength(y.Length, x.Length, nameof(y), nameof(x));
        this.x = x;
        this.y = y.ToArray();
    }

    /// <summary>How the line is broken; null for the next pattern.</summary>
    public Dash? Dash { get; init; }

    /// <summary>The width in pixels at the figure's natural size.</summary>
    public double Width { get; init; } = 1.6;

    internal override KeyShapes Key => KeyShapes.Line;

    internal override Dash? FixedDash => Dash;

    internal override void ExtendX(Extent x) => x.Include(this.x);

    internal override void ExtendY(Extent y, Scale x) => y.Include(this.x, this.y, x);

    internal override void Draw(Pen pen, MarkStyle style)
    {
        pen.Polyline(x, y, new Stroke(style.Ink, style.Dash, Width));
        for (var i = x.Length - 1; i >= 0 && Name is not null; i--)
        {
            if (pen.X.Contains(x[i]) && pen.Y.Contains(y[i]))
            {
                pen.LineEnd(Name, pen.Y.At(y[i]), style);
                break;
            }
        }
    }

    static double[] Steps(int count)
    {
        var steps = new double[count];
        for (var i = 0; i < count; i++)
            steps[i] = i;
        return steps;
    }
}
