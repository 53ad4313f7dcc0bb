namespace Anneal.Plotting;

/// <summary>Intervals at places: error bars, and the rows of a forest plot.</summary>
public sealed class Whiskers : Mark
{
    readonly double[] at;
    readonly double[] lower;
    readonly double[] upper;

    /// <summary>Copies its arguments: the interval lower[i] … upper[i] at at[i].</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public Whiskers(ReadOnlySpan<double> at, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Require.SameLength(lower.Length, at.Length, nameof(lower), nameof(at));
        Require.SameLength(upper.Length, at.Length, nameof(upper), nameof(at));
        this.at = at.ToArray();
        this.lower = lower.ToArray();
        this.upper = upper.ToArray();
    }

    /// <summary>Which way the intervals lie: vertical over abscissae unless said otherwise.</summary>
    public Direction Direction { get; init; } = Direction.Vertical;

    /// <summary>The width in pixels at the figure's natural size.</summary>
    public double Width { get; init; } = 1.6;

    internal override KeyShapes Key => KeyShapes.Line;

    internal override Dash? FixedDash => Dash.Solid;

    internal override void ExtendX(Extent x)
    {
        if (Direction == Direction.Vertical)
        {
            x.Include(at);
            return;
        }
        x.Include(lower);
        x.Include(upper);
    }

    internal override void ExtendY(Extent y, Scale x)
    {
        if (Direction == Direction.Horizontal)
        {
            y.Include(at);
            return;
        }
        y.Include(at, lower, x);
        y.Include(at, upper, x);
    }

    internal override void Draw(Pen pen, MarkStyle style)
    {
        var stroke = new Stroke(style.Ink, Dash.Solid, Width);
        for (var i = 0; i < at.Length; i++)
        {
            if (Direction == Direction.Vertical)
                pen.Polyline([at[i], at[i]], [lower[i], upper[i]], stroke);
            else
                pen.Polyline([lower[i], upper[i]], [at[i], at[i]], stroke);
        }
    }
}

/// <summary>Along or across.</summary>
public enum Direction
{
    /// <summary>Left to right.</summary>
    Horizontal,

    /// <summary>Bottom to top.</summary>
    Vertical,
}
