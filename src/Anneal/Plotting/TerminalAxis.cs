using System.Text;

namespace Anneal.Plotting;

/// <summary>The vertical axis of one panel in a terminal, and the rows it labels.</summary>
sealed class TerminalAxis
{
    readonly string[] labels;

    public TerminalAxis(Panel panel, Scale x, int rows)
    {
        var extent = new Extent(panel.Y.Scale);
        foreach (var mark in panel.Marks)
            mark.ExtendY(extent, x);
        Scale = Scale.Of(panel.Y, extent, 0, PanelLayout.NearZero).Over(1, 0);
        var (automatic, _, step) = Scale.Ticks(Math.Clamp(rows / 2, 3, 8));
        var ticks = panel.Y.Ticks.Count > 0
            ? panel.Y.Ticks
            : [.. automatic.Where(tick => tick.Label.Length > 0).Select(tick => tick with { Label = TickLabels.Typed(tick.Value, step) })];

        labels = new string[rows];
        Array.Fill(labels, "");
        foreach (var tick in ticks)
        {
            var row = (int)Math.Round(Scale.At(tick.Value) * (rows - 1));
            // A panel of few rows keeps the first label that claims a row and leaves blank ones between where it can.
            if (row >= 0 && row < rows && labels[row].Length == 0)
                labels[row] = tick.Label;
        }
        LabelWidth = labels.Max(TextWidth.Cells);
    }

    /// <summary>Values to 0 at the top … 1 at the bottom.</summary>
    public Scale Scale { get; }

    public int LabelWidth { get; }

    /// <summary>Writes the panel's rows: label, axis, cells, and the names of the lines that end there.</summary>
    public void Write(StringBuilder text, BraillePen pen, int left, int right, TerminalColour colour)
    {
        var ends = pen.LineEnds.OrderBy(end => end.Row).ToArray();
        var places = Spread.Apart([.. ends.Select(end => end.Row)], 1, 0, labels.Length - 1);
        for (var row = 0; row < labels.Length; row++)
        {
            var label = TextWidth.Fit(labels[row], left - 1);
            var line = new StringBuilder().Append(' ', left - 1 - TextWidth.Cells(label)).Append(label);
            line.Append(label.Length > 0 ? " ┤" : " │");
            pen.WriteRow(line, row, colour);
            for (var i = 0; i < ends.Length && right > 0; i++)
            {
                if ((int)Math.Round(places[i]) == row)
                    BraillePen.Paint(line.Append(' '), BraillePen.Sample(ends[i].Style.Dash) + " " + TextWidth.Fit(ends[i].Name, right - 5), ends[i].Style.Ink, colour);
            }
            text.Append(line.ToString().TrimEnd(' ')).Append('\n');
        }
    }
}
