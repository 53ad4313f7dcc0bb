using System.Text;

namespace Anneal.Plotting;

/// <summary>Lays out a figure in the cells of a terminal.</summary>
sealed class TerminalFigure
{
    const int LeastRows = 3;

    readonly Figure figure;
    readonly StyleSheet styles;
    readonly TerminalColour colour;
    readonly Extent extent;
    readonly StringBuilder text = new();

    TerminalFigure(Figure figure, TerminalColour colour)
    {
        (this.figure, this.colour) = (figure, colour);
        styles = new StyleSheet(figure);
        extent = new Extent(figure.X.Scale);
        foreach (var mark in figure.Panels.SelectMany(panel => panel.Marks))
            mark.ExtendX(extent);
    }

    public static string Draw(Figure figure, int columns, int rows, TerminalColour colour) =>
        new TerminalFigure(figure, colour).Draw(columns, rows);

    string Draw(int columns, int rows)
    {
        var panels = figure.Panels.Count;
        // Title, a label above each panel, then axis, tick labels, axis label and legend.
        var free = rows - 5 - panels;
        var share = free / figure.Panels.Sum(panel => Math.Max(1, panel.Height));
        var heights = figure.Panels.Select(panel => Math.Max(LeastRows, (int)Math.Round(Math.Max(1, panel.Height) * share))).ToArray();
        var x = Scale.Of(figure.X, extent, 0, 0);
        var vertical = figure.Panels.Select((panel, i) => new TerminalAxis(panel, x, heights[i])).ToArray();

        var ends = figure.Legend != LegendPlace.None && figure.Panels.Select((panel, i) => Names(panel).Count() <= heights[i]).All(fits => fits);
        var left = Math.Min(columns / 4, vertical.Select(axis => axis.LabelWidth).DefaultIfEmpty(0).Max()) + 1;
        var right = ends ? figure.Panels.SelectMany(Names).Select(name => TextWidth.Cells(name) + 6).DefaultIfEmpty(0).Max() : 0;
        right = Math.Min(right, columns / 3);
        var width = columns - left - 1 - right;

        Write(figure.Title, columns);
        for (var i = 0; i < panels; i++)
        {
            Write(new string(' ', Math.Max(0, left - 1)) + figure.Panels[i].Y.Label, columns);
            var pen = new BraillePen(x, vertical[i].Scale, width, heights[i]);
            foreach (var mark in StyleSheet.BackToFront(figure.Panels[i]))
                mark.Draw(pen, styles[mark]);
            vertical[i].Write(text, pen, left, ends ? right - 1 : 0, colour);
        }
        WriteHorizontal(x, left, width, columns);
        var listed = styles.Entries.Where(entry => !ends || !entry.Key.HasFlag(KeyShapes.Line));
        Write(new string(' ', left + 1) + string.Join("   ", listed.Select(entry => Sample(entry.Style, entry.Key) + " " + entry.Name)), columns);
        return text.ToString();
    }

    void WriteHorizontal(Scale x, int left, int width, int columns)
    {
        var most = Math.Clamp(width / 12, 3, 10);
        var (automatic, _, step) = x.Ticks(most);
        var ticks = figure.X.Ticks.Count > 0
            ? figure.X.Ticks
            : [.. automatic.Where(tick => tick.Label.Length > 0).Select(tick => tick with { Label = TickLabels.Typed(tick.Value, step) })];
        var line = new string('─', width).ToCharArray();
        var labels = new StringBuilder(new string(' ', left + 1));
        foreach (var tick in ticks.Where(tick => x.Contains(tick.Value)))
        {
            var cell = Math.Clamp((int)x.Over(0, width - 1e-9).At(tick.Value), 0, width - 1);
            line[cell] = '┬';
            var start = Math.Clamp(left + 1 + cell - (TextWidth.Cells(tick.Label) / 2), 0, Math.Max(0, columns - TextWidth.Cells(tick.Label)));
            if (start <= TextWidth.Cells(labels.ToString().TrimEnd()) && labels.ToString().AsSpan().ContainsAnyExcept(' '))
                continue;
            labels.Length = Math.Min(labels.Length, start);
            labels.Append(' ', start - labels.Length).Append(tick.Label);
        }
        Write(new string(' ', left) + "└" + new string(line), columns);
        Write(labels.ToString(), columns);
        Write(new string(' ', left + 1 + Math.Max(0, (width - TextWidth.Cells(figure.X.Label)) / 2)) + figure.X.Label, columns);
    }

    /// <summary>One line of text, cut to the width, without blanks at its end; none if it is blank.</summary>
    void Write(string line, int columns)
    {
        var cut = TextWidth.Fit(line.TrimEnd(), columns);
        if (cut.Length > 0)
            text.Append(cut).Append('\n');
    }

    static IEnumerable<string> Names(Panel panel) =>
        panel.Marks.OfType<Line>().Select(line => line.Name).OfType<string>().Distinct(StringComparer.Ordinal);

    static string Sample(MarkStyle style, KeyShapes key)
    {
        if (key.HasFlag(KeyShapes.Dot))
            return BraillePen.Glyph(style.Marker).ToString();
        return BraillePen.Sample(key.HasFlag(KeyShapes.Line) ? style.Dash : Dash.Dotted);
    }
}
