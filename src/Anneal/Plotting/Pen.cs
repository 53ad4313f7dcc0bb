namespace Anneal.Plotting;

/// <summary>What a mark can draw with, in a panel whose axes are <see cref="X"/> and <see cref="Y"/>.</summary>
abstract class Pen(Scale x, Scale y)
{
    public Scale X { get; } = x;

    public Scale Y { get; } = y;

    public abstract void Polyline(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Stroke stroke);

    public abstract void Area(ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Ink ink, double opacity);

    /// <summary>Fills a range of abscissae from bottom to top, faintly.</summary>
    public abstract void Wash(double from, double to, Ink ink);

    /// <summary>Fills a rectangle, the more the larger the share of 0 … 1.</summary>
    public abstract void Cell((double From, double To) x, (double From, double To) y, Ink ink, double share);

    public abstract void Dots(ReadOnlySpan<double> x, ReadOnlySpan<double> y, MarkStyle style, double size);

    /// <summary>Writes beside a place of the panel, given in the units of the scales' ends.</summary>
    public abstract void Note(string? text, double left, double top, Ink ink);

    /// <summary>Says where a named line leaves the panel, for those who label lines at their ends.</summary>
    public abstract void LineEnd(string name, double top, MarkStyle style);
}

/// <summary>The look of a line.</summary>
readonly record struct Stroke(Ink Ink, Dash Dash, double Width);
