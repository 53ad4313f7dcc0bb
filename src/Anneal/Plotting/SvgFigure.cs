namespace Anneal.Plotting;

/// <summary>Lays out a figure's title, panels, axes and legend, and writes them as SVG.</summary>
sealed class SvgFigure
{
    const double TitleSize = 15, SubtitleSize = 12, LabelSize = 13, TickSize = 12, Gap = 16, TickLength = 5;
    const string Faces = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif";

    readonly Figure figure;
    readonly StyleSheet styles;
    readonly MarkupWriter svg = new();
    readonly List<PanelLayout> panels = [];
    readonly double left, right, plotWidth;

    SvgFigure(Figure figure)
    {
        this.figure = figure;
        styles = new StyleSheet(figure);
        var extent = new Extent(figure.X.Scale);
        foreach (var mark in figure.Panels.SelectMany(panel => panel.Marks))
            mark.ExtendX(extent);
        var x = Scale.Of(figure.X, extent, 0.015, 0);

        foreach (var panel in figure.Panels)
            panels.Add(new PanelLayout(panel, x));
        var tickWidth = panels.Select(panel => panel.TickWidth(TickSize)).DefaultIfEmpty(0).Max();
        var labelLines = panels.Select(panel => panel.LabelLines(LabelSize).Count).DefaultIfEmpty(0).Max();
        var width = Math.Max(240, figure.Width);
        left = 10 + (labelLines * (LabelSize + 4)) + 6 + tickWidth + TickLength + 3;
        // Half of the last label of the horizontal axis may stand out to the right.
        var overhang = x.Ticks(6).Ticks.Concat(figure.X.Ticks).Max(tick => TextWidth.Pixels(tick.Label, TickSize) / 2) + 4;
        right = Math.Max(figure.Legend == LegendPlace.LineEnds ? EndLabelWidth() : 18, overhang);
        plotWidth = Math.Max(80, width - left - right);
        foreach (var panel in panels)
            panel.Place(plotWidth);
    }

    public static string Draw(Figure figure) => new SvgFigure(figure).Draw();

    string Draw()
    {
        var width = left + plotWidth + right;
        var titles = TextWidth.Wrap(figure.Title, TitleSize, width - 24);
        var subtitles = figure.Subtitle is { } subtitle ? TextWidth.Wrap(subtitle, SubtitleSize, width - 24) : [];
        var top = 12 + (titles.Count * (TitleSize + 4)) + (subtitles.Count * (SubtitleSize + 4)) + 10;
        foreach (var panel in panels)
        {
            top += panel.Factor.Length > 0 ? TickSize + 4 : 0;
            panel.Top = top;
            top += panel.Height + Gap;
        }

        var body = DrawPanels(out var below);
        var axisBottom = top - Gap + TickLength + TickSize + 6 + LabelSize + 8;
        var height = axisBottom + (below.Count == 0 ? 0 : SvgLegend.WriteRows(null, below, left, 0, plotWidth + right - 10) + 6) + 6;

        svg.Start("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("role", "img"), ("width", MarkupWriter.Number(width)),
            ("height", MarkupWriter.Number(height)), ("viewBox", $"0 0 {MarkupWriter.Number(width)} {MarkupWriter.Number(height)}"),
            ("font-family", Faces), ("font-size", MarkupWriter.Number(TickSize)), ("fill", "#222222")).NewLine();
        svg.Element("title", figure.Title).NewLine();
        if (figure.Description is { } description)
            svg.Element("desc", description).NewLine();
        svg.Empty("rect", ("width", MarkupWriter.Number(width)), ("height", MarkupWriter.Number(height)), ("fill", "#ffffff")).NewLine();

        var line = 12.0;
        foreach (var text in titles)
            Write(text, 12, line += TitleSize + 4 - (line == 12 ? 4 : 0), "start", TitleSize, ("font-weight", "600"));
        foreach (var text in subtitles)
            Write(text, 12, line += SubtitleSize + 5, "start", SubtitleSize, ("fill", "#555555"));
        svg.Raw(body);
        if (below.Count > 0)
            SvgLegend.WriteRows(svg, below, left, axisBottom + 6, plotWidth + right - 10);
        return svg.End().NewLine().ToString();
    }

    /// <summary>The panels' markup, and the legend's entries that found no place within them.</summary>
    string DrawPanels(out IReadOnlyList<LegendEntry> below)
    {
        var inside = new MarkupWriter();
        var pens = new List<SvgPen>();
        var drawings = new List<MarkupWriter>();
        foreach (var panel in panels)
        {
            var drawing = new MarkupWriter();
            var pen = new SvgPen(drawing, panel.X, panel.Y);
            foreach (var mark in StyleSheet.BackToFront(panel.Panel))
                mark.Draw(pen, styles[mark]);
            pen.WriteNotes();
            pens.Add(pen);
            drawings.Add(drawing);
        }

        below = figure.Legend == LegendPlace.None ? [] : styles.Entries;
        if (figure.Legend == LegendPlace.LineEnds)
            below = [.. below.Where(entry => !pens.Exists(pen => pen.LineEnds.Exists(end => end.Name == entry.Name)))];
        for (var i = 0; i < pens.Count && figure.Legend == LegendPlace.Automatic && below.Count > 0; i++)
        {
            if (SvgLegend.Free(below, pens[i]) is not { } place)
                continue;
            SvgLegend.WriteBox(drawings[i], below, place.Left, place.Top);
            below = [];
        }

        for (var i = 0; i < panels.Count; i++)
        {
            panels[i].WriteAxes(inside, left, figure.X, last: i == panels.Count - 1);
            // A nested svg element cuts what leaves the panel, without an id that could clash within a page.
            inside.Start("svg", ("x", MarkupWriter.Number(left - 2)), ("y", MarkupWriter.Number(panels[i].Top - 2)),
                ("width", MarkupWriter.Number(plotWidth + 4)), ("height", MarkupWriter.Number(panels[i].Height + 4)),
                ("viewBox", $"-2 -2 {MarkupWriter.Number(plotWidth + 4)} {MarkupWriter.Number(panels[i].Height + 4)}")).NewLine();
            inside.Raw(drawings[i].ToString()).End().NewLine();
            if (figure.Legend == LegendPlace.LineEnds)
                WriteLineEnds(inside, pens[i], panels[i].Top);
        }
        return inside.ToString();
    }

    void WriteLineEnds(MarkupWriter markup, SvgPen pen, double top)
    {
        var ends = pen.LineEnds.OrderBy(end => end.Top).ToArray();
        var heights = Spread.Apart([.. ends.Select(end => end.Top)], SvgLegend.FontSize + 4, 4, pen.Y.Start - 4);
        for (var i = 0; i < ends.Length; i++)
            SvgLegend.WriteEntry(markup, new LegendEntry(ends[i].Name, ends[i].Style, KeyShapes.Line), left + plotWidth + 8, top + heights[i]);
    }

    double EndLabelWidth() => figure.Panels.SelectMany(panel => panel.Marks).OfType<Line>().Where(line => line.Name is not null)
        .Select(line => TextWidth.Pixels(line.Name!, SvgLegend.FontSize) + SvgLegend.KeyWidth + 22).DefaultIfEmpty(18).Max();

    void Write(string text, double x, double y, string anchor, double size, params ReadOnlySpan<(string, string)> more) => svg.Element(
        "text", text, [("x", MarkupWriter.Number(x)), ("y", MarkupWriter.Number(y)), ("text-anchor", anchor), ("font-size", MarkupWriter.Number(size)), .. more]).NewLine();
}
