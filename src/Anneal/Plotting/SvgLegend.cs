namespace Anneal.Plotting;

/// <summary>Writes the names of a figure's marks beside a sample of each.</summary>
static class SvgLegend
{
    public const double FontSize = 12;
    public const double KeyWidth = 24;
    const double RowHeight = 18;
    const double Padding = 6;

    /// <summary>The size of the box with one name a row.</summary>
    public static (double Width, double Height) Box(IReadOnlyList<LegendEntry> entries) => (
        entries.Max(Width) + (2 * Padding),
        (entries.Count * RowHeight) + (2 * Padding) - 4);

    /// <summary>The corner, or else the place along an edge, where the box touches no ink; null if there is none.</summary>
    public static (double Left, double Top)? Free(IReadOnlyList<LegendEntry> entries, SvgPen pen)
    {
        const double clearance = 4, inset = 6;
        var (width, height) = Box(entries);
        var (right, bottom) = (pen.X.End - width - inset, pen.Y.Start - height - inset);
        if (width > pen.X.End * 0.6 || height > pen.Y.Start * 0.7)
            return null;
        var (centre, quarter) = ((pen.X.End - width) / 2, (bottom - inset) / 4);
        (double Left, double Top)[] places =
        [
            (right, inset), (inset, bottom), (inset, inset), (right, bottom), (centre, inset), (centre, bottom),
            (right, inset + quarter), (right, inset + (2 * quarter)), (right, bottom - quarter),
            (inset, inset + quarter), (inset, inset + (2 * quarter)), (inset, bottom - quarter),
        ];
        foreach (var place in places)
        {
            if (!pen.Drawn.Touch(place.Left - clearance, place.Top - clearance, width + (2 * clearance), height + (2 * clearance)))
                return place;
        }
        return null;
    }

    /// <summary>One name a row in a white box.</summary>
    public static void WriteBox(MarkupWriter svg, IReadOnlyList<LegendEntry> entries, double left, double top)
    {
        var (width, height) = Box(entries);
        svg.Empty("rect", ("x", MarkupWriter.Number(left)), ("y", MarkupWriter.Number(top)), ("width", MarkupWriter.Number(width)),
            ("height", MarkupWriter.Number(height)), ("rx", "3"), ("fill", "#ffffff"), ("fill-opacity", "0.9")).NewLine();
        for (var i = 0; i < entries.Count; i++)
            WriteEntry(svg, entries[i], left + Padding, top + Padding + (RowHeight * i) + 7);
    }

    /// <summary>The names in as many rows as the width asks for; returns the height, and writes nothing if <paramref name="svg"/> is null.</summary>
    public static double WriteRows(MarkupWriter? svg, IReadOnlyList<LegendEntry> entries, double left, double top, double width)
    {
        const double between = 18;
        var (x, y) = (0.0, 0.0);
        foreach (var entry in entries)
        {
            if (x > 0 && x + Width(entry) > width)
                (x, y) = (0, y + RowHeight);
            if (svg is not null)
                WriteEntry(svg, entry, left + x, top + y + (RowHeight / 2));
            x += Width(entry) + between;
        }
        return entries.Count == 0 ? 0 : y + RowHeight;
    }

    /// <summary>A sample and a name, centred on a height.</summary>
    public static void WriteEntry(MarkupWriter svg, LegendEntry entry, double left, double middle)
    {
        var style = entry.Style;
        if (entry.Key.HasFlag(KeyShapes.Fill))
        {
            var opacity = !entry.Key.HasFlag(KeyShapes.Faint) ? "0.25" : "0.12";
            svg.Empty("rect", ("x", MarkupWriter.Number(left)), ("y", MarkupWriter.Number(middle - 5)), ("width", MarkupWriter.Number(KeyWidth)),
                ("height", "10"), ("fill", style.Ink.Hex()), ("fill-opacity", opacity)).NewLine();
        }
        if (entry.Key.HasFlag(KeyShapes.Line))
        {
            var path = $"M{MarkupWriter.Number(left)} {MarkupWriter.Number(middle)}h{MarkupWriter.Number(KeyWidth)}";
            svg.Empty("path", [("d", path), .. SvgPen.Attributes(new Stroke(style.Ink, style.Dash, 1.8))]).NewLine();
        }
        if (entry.Key.HasFlag(KeyShapes.Dot))
        {
            var path = $"M{MarkupWriter.Number(left + (KeyWidth / 2))} {MarkupWriter.Number(middle)}{SvgPen.Shape(style.Marker, 6)}";
            svg.Empty("path", ("d", path), ("fill", style.Marker == Marker.Cross ? "none" : style.Ink.Hex()),
                ("stroke", style.Marker == Marker.Cross ? style.Ink.Hex() : "none"), ("stroke-width", "1.4")).NewLine();
        }
        svg.Element("text", entry.Name, ("x", MarkupWriter.Number(left + KeyWidth + 6)), ("y", MarkupWriter.Number(middle + (FontSize * 0.35))),
            ("font-size", MarkupWriter.Number(FontSize))).NewLine();
    }

    static double Width(LegendEntry entry) => KeyWidth + 6 + TextWidth.Pixels(entry.Name, FontSize);
}
