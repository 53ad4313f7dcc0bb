namespace Anneal.Plotting;

/// <summary>A straight reference line through the whole panel: at an abscissa if vertical, at an ordinate if horizontal.</summary>
/// <param name="direction">Which way the line runs.</param>
/// <param name="value">Where it stands on the other axis; out of sight, nothing is drawn.</param>
public sealed class Rule(Direction direction, double value) : Mark
{
    /// <summary>What is written beside the line; null for nothing.</summary>
    public string? Label { get; init; }

    /// <summary>How the line is broken.</summary>
    public Dash Dash { get; init; } = Dash.Dashed;

    internal override KeyShapes Key => KeyShapes.Line;

    internal override bool IsSeries => false;

    internal override Dash? FixedDash => Dash;

    internal override void ExtendX(Extent x)
    {
        if (direction == Direction.Vertical)
            x.Include(value);
    }

    internal override void ExtendY(Extent y, Scale x)
    {
        if (direction == Direction.Horizontal)
            y.Include(value);
    }

    internal override void Draw(Pen pen, MarkStyle style)
    {
        var stroke = new Stroke(style.Ink, style.Dash, 1);
        if (direction == Direction.Vertical && pen.X.Contains(value))
        {
            pen.Polyline([value, value], [pen.Y.Lower, pen.Y.Upper], stroke);
            pen.Note(Label, pen.X.At(value), pen.Y.End, style.Ink);
        }
        else if (direction == Direction.Horizontal && pen.Y.Contains(value))
        {
            pen.Polyline([pen.X.Lower, pen.X.Upper], [value, value], stroke);
            pen.Note(Label, pen.X.Start, pen.Y.At(value), style.Ink);
        }
    }
}

/// <summary>A range of abscissae set off from the rest, as the part of a run that was fitted.</summary>
/// <param name="from">The left end; cut at the edge of the panel.</param>
/// <param name="to">The right end; cut at the edge of the panel.</param>
public sealed class Shade(double from, double to) : Mark
{
    /// <summary>What is written at the top; null for nothing.</summary>
    public string? Label { get; init; }

    internal override KeyShapes Key => KeyShapes.Fill | KeyShapes.Faint;

    internal override bool IsSeries => false;

    internal override void ExtendX(Extent x)
    {
        x.Include(from);
        x.Include(to);
    }

    internal override void ExtendY(Extent y, Scale x) { }

    internal override void Draw(Pen pen, MarkStyle style)
    {
        var (left, right) = (Math.Max(from, pen.X.Lower), Math.Min(to, pen.X.Upper));
        if (!(left < right))
            return;
        pen.Wash(left, right, style.Ink);
        pen.Note(Label, pen.X.At(left), pen.Y.End, style.Ink);
    }
}
