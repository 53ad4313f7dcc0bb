using System.Text;

namespace Anneal.Plotting;

/// <summary>Draws the marks of one panel as SVG, in the panel's own pixels, and remembers where it drew.</summary>
sealed class SvgPen(MarkupWriter svg, Scale x, Scale y) : Pen(x, y)
{
    /// <summary>A line that a straight one replaces within this many pixels is not told apart, even enlarged three times.</summary>
    const double Tolerance = 0.06;

    const double NoteSize = 11;

    readonly List<(string Text, double Left, double Top, Ink Ink)> notes = [];

    public Obstacles Drawn { get; } = new();

    public List<(string Name, double Top, MarkStyle Style)> LineEnds { get; } = [];

    public override void Polyline(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Stroke stroke)
    {
        var path = new StringBuilder();
        foreach (var run in PixelPath.Of(x, y, X, Y, Tolerance))
        {
            Drawn.Add(run);
            if (run.Count == 1)
            {
                // A lone point between two gaps would leave no ink.
                path.Append('M').Append(Place(run[0].X - 0.75, run[0].Y)).Append("h1.5");
                continue;
            }
            for (var i = 0; i < run.Count; i++)
                path.Append(i == 0 ? 'M' : 'L').Append(Place(run[i].X, run[i].Y));
        }
        if (path.Length > 0)
            svg.Empty("path", [("d", path.ToString()), .. Attributes(stroke)]).NewLine();
    }

    public override void Area(ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Ink ink, double opacity)
    {
        // Both edges get their gaps at the same places, so that their runs pair up.
        var (bottom, top) = (lower.ToArray(), upper.ToArray());
        for (var i = 0; i < bottom.Length; i++)
        {
            if (Y.Kind == AxisScale.Logarithmic && bottom[i] <= 0)
                bottom[i] = Y.Lower;
            if (double.IsNaN(Y.At(bottom[i])) || double.IsNaN(Y.At(top[i])))
                bottom[i] = top[i] = double.NaN;
        }

        var path = new StringBuilder();
        foreach (var (low, high) in PixelPath.Of(x, bottom, X, Y, Tolerance).Zip(PixelPath.Of(x, top, X, Y, Tolerance)))
        {
            Drawn.AddArea(low, high);
            low.Reverse();
            var letter = 'M';
            foreach (var (left, height) in high.Concat(low))
            {
                path.Append(letter).Append(Place(left, height));
                letter = 'L';
            }
            path.Append('Z');
        }
        if (path.Length > 0)
            svg.Empty("path", ("d", path.ToString()), ("fill", ink.Hex()), ("fill-opacity", MarkupWriter.Number(opacity))).NewLine();
    }

    public override void Wash(double from, double to, Ink ink) => svg.Empty("rect",
        ("x", MarkupWriter.Number(X.At(from))), ("y", MarkupWriter.Number(Y.End)),
        ("width", MarkupWriter.Number(X.At(to) - X.At(from))), ("height", MarkupWriter.Number(Y.Start - Y.End)),
        ("fill", ink.Hex()), ("fill-opacity", "0.1")).NewLine();

    public override void Cell((double From, double To) x, (double From, double To) y, Ink ink, double share) =>
        Area([x.From, x.To], [y.From, y.From], [y.To, y.To], ink, 0.85 * share);

    public override void Dots(ReadOnlySpan<double> x, ReadOnlySpan<double> y, MarkStyle style, double size)
    {
        var path = new StringBuilder();
        var seen = new HashSet<(double, double)>();
        var shape = Shape(style.Marker, size);
        for (var i = 0; i < x.Length; i++)
        {
            var (left, top) = (X.At(x[i]), Y.At(y[i]));
            if (double.IsNaN(left) || double.IsNaN(top) || left < -size || left > X.End + size || top < -size || top > Y.Start + size)
                continue;
            if (!seen.Add((Math.Round(left), Math.Round(top))))
                continue;
            Drawn.AddBox(left - (size / 2), top - (size / 2), size, size);
            path.Append('M').Append(Place(left, top)).Append(shape);
        }
        if (path.Length == 0)
            return;
        if (style.Marker == Marker.Cross)
            svg.Empty("path", [("d", path.ToString()), .. Attributes(new Stroke(style.Ink, Dash.Solid, 1.4))]).NewLine();
        else
            svg.Empty("path", ("d", path.ToString()), ("fill", style.Ink.Hex())).NewLine();
    }

    public override void Note(string? text, double left, double top, Ink ink)
    {
        if (text is null)
            return;
        var width = TextWidth.Pixels(text, NoteSize);
        var start = left + 4 + width > X.End ? Math.Max(0, left - 4 - width) : left + 4;
        var line = top - 4 - NoteSize < 0 ? top + NoteSize + 3 : top - 4;
        // Notes at the same height step down until they are clear of each other.
        while (notes.Any(note => Math.Abs(note.Top - line) < NoteSize + 2
            && note.Left < start + width + 4 && start < note.Left + TextWidth.Pixels(note.Text, NoteSize) + 4) && line < Y.Start)
        {
            line += NoteSize + 3;
        }
        notes.Add((text, start, line, ink));
        Drawn.AddBox(start, line - NoteSize, width, NoteSize + 3);
    }

    public override void LineEnd(string name, double top, MarkStyle style)
    {
        if (!LineEnds.Exists(end => end.Name == name))
            LineEnds.Add((name, top, style));
    }

    /// <summary>Writes the notes, over all marks and with a white edge so that they are read across lines.</summary>
    public void WriteNotes()
    {
        foreach (var (text, left, top, ink) in notes)
        {
            svg.Element("text", text, ("x", MarkupWriter.Number(left)), ("y", MarkupWriter.Number(top)),
                ("font-size", MarkupWriter.Number(NoteSize)), ("fill", ink == Ink.Grey ? "#555555" : ink.Hex()),
                ("stroke", "#ffffff"), ("stroke-width", "3"), ("paint-order", "stroke")).NewLine();
        }
    }

    public static (string, string)[] Attributes(Stroke stroke)
    {
        List<(string, string)> attributes =
        [
            ("fill", "none"), ("stroke", stroke.Ink.Hex()), ("stroke-width", MarkupWriter.Number(stroke.Width)), ("stroke-linejoin", "round"),
        ];
        if (Pattern(stroke.Dash) is { } pattern)
            attributes.Add(("stroke-dasharray", pattern));
        return [.. attributes];
    }

    /// <summary>The outline of a marker, drawn from its centre by relative moves.</summary>
    public static string Shape(Marker marker, double size)
    {
        var (full, half) = (MarkupWriter.Number(size), MarkupWriter.Number(size / 2));
        return marker switch
        {
            Marker.Circle => $"m-{half} 0a{half} {half} 0 1 0 {full} 0a{half} {half} 0 1 0 -{full} 0z",
            Marker.Square => $"m-{half} -{half}h{full}v{full}h-{full}z",
            Marker.Triangle => $"m0 -{half}l{half} {full}h-{full}z",
            Marker.Diamond => $"m0 -{half}l{half} {half}l-{half} {half}l-{half} -{half}z",
            _ => $"m-{half} -{half}l{full} {full}m0 -{full}l-{full} {full}",
        };
    }

    static string? Pattern(Dash dash) => dash switch
    {
        Dash.Dashed => "6 3",
        Dash.DashDot => "8 3 2 3",
        Dash.Dotted => "2 2.5",
        _ => null,
    };

    static string Place(double left, double top) => MarkupWriter.Number(left) + " " + MarkupWriter.Number(top);
}
