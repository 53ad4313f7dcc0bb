using System.Text;

namespace Anneal.Plotting;

/// <summary>Draws the marks of one panel in braille: two by four dots a cell, the colour of a cell its last mark's.</summary>
sealed class BraillePen(Scale x, Scale y, int columns, int rows) : Pen(x.Over(0, (2 * columns) - 1), y.Over((4 * rows) - 1, 0))
{
    // The bit of each dot of a cell, row by row, in Unicode's order.
    static ReadOnlySpan<byte> Bits => [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    // Which dots of a cell are drawn at which eighth of fullness, row by row, so that every shade is even.
    static ReadOnlySpan<byte> Thresholds => [0, 4, 6, 2, 1, 5, 7, 3];

    readonly byte[] dots = new byte[columns * rows];
    readonly char[] glyphs = new char[columns * rows];
    readonly Ink[] inks = new Ink[columns * rows];
    readonly List<(string Name, double Row, MarkStyle Style)> lineEnds = [];

    public IReadOnlyList<(string Name, double Row, MarkStyle Style)> LineEnds => lineEnds;

    public override void Polyline(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Stroke stroke)
    {
        var pattern = Pattern(stroke.Dash);
        foreach (var run in PixelPath.Of(x, y, X, Y, 0.25))
        {
            var drawn = 0;
            for (var i = 0; i < run.Count; i++)
            {
                var (from, to) = (run[Math.Max(0, i - 1)], run[i]);
                if (Math.Max(from.X, to.X) < 0 || Math.Min(from.X, to.X) > X.End || Math.Max(from.Y, to.Y) < 0 || Math.Min(from.Y, to.Y) > Y.Start)
                    continue;
                var length = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
                for (var j = length == 0 ? 0 : 1; j <= length; j++, drawn++)
                {
                    var along = length == 0 ? 0 : (double)j / length;
                    if (pattern[drawn % pattern.Length] != ' ')
                        Dot(double.Lerp(from.X, to.X, along), double.Lerp(from.Y, to.Y, along), stroke.Ink);
                }
            }
        }
    }

    public override void Area(ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Ink ink, double opacity)
    {
        Polyline(x, lower, new Stroke(ink, Dash.Dotted, 1));
        Polyline(x, upper, new Stroke(ink, Dash.Dotted, 1));
    }

    public override void Wash(double from, double to, Ink ink)
    {
        var stroke = new Stroke(ink, Dash.Dotted, 1);
        if (from > X.Lower)
            Polyline([from, from], [Y.Lower, Y.Upper], stroke);
        if (to < X.Upper)
            Polyline([to, to], [Y.Lower, Y.Upper], stroke);
    }

    public override void Cell((double From, double To) x, (double From, double To) y, Ink ink, double share)
    {
        var (left, right, bottom, top) = (X.At(x.From), X.At(x.To), Y.At(y.From), Y.At(y.To));
        for (var row = Math.Max(0, (int)Math.Ceiling(top)); row < Math.Min(4 * rows, bottom); row++)
        {
            for (var column = Math.Max(0, (int)Math.Ceiling(left)); column < Math.Min(2 * columns, right); column++)
            {
                if (8 * share > Thresholds[(row % 4 * 2) + (column % 2)]) Dot(column, row, ink);
            }
        }
    }

    public override void Dots(ReadOnlySpan<double> x, ReadOnlySpan<double> y, MarkStyle style, double size)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (Cell(X.At(x[i]), Y.At(y[i])) is { } cell)
                (glyphs[cell], inks[cell]) = (Glyph(style.Marker), style.Ink);
        }
    }

    // Words would cover the dots of a panel this coarse.
    public override void Note(string? text, double left, double top, Ink ink) { }

    public override void LineEnd(string name, double top, MarkStyle style)
    {
        if (!lineEnds.Exists(end => end.Name == name))
            lineEnds.Add((name, top / 4, style));
    }

    /// <summary>Appends one row of cells.</summary>
    public void WriteRow(StringBuilder line, int row, TerminalColour colour)
    {
        for (var from = row * columns; from < (row + 1) * columns;)
        {
            var to = from + 1;
            while (to < (row + 1) * columns && (IsBlank(to) ? IsBlank(from) : !IsBlank(from) && inks[to] == inks[from]))
                to++;
            if (IsBlank(from))
                line.Append(' ', to - from);
            else
                Paint(line, string.Create(to - from, from, Characters), inks[from], colour);
            from = to;
        }
    }

    /// <summary>Appends text, in colour where that is asked for.</summary>
    public static void Paint(StringBuilder line, string text, Ink ink, TerminalColour colour)
    {
        if (colour == TerminalColour.Ansi)
            line.Append("\u001b[").Append(ink.Ansi()).Append('m').Append(text).Append("\u001b[0m");
        else
            line.Append(text);
    }

    /// <summary>Four cells of a line, as its legend's key.</summary>
    public static string Sample(Dash dash)
    {
        var pen = new BraillePen(new Scale(AxisScale.Linear, 0, 7, 0, 7), new Scale(AxisScale.Linear, 0, 3, 3, 0), 4, 1);
        pen.Polyline([0, 7], [2, 2], new Stroke(Ink.Black, dash, 1));
        return string.Create(4, 0, pen.Characters);
    }

    public static char Glyph(Marker marker) => marker switch
    {
        Marker.Circle => '●',
        Marker.Square => '■',
        Marker.Triangle => '▲',
        Marker.Diamond => '◆',
        _ => '×',
    };

    static string Pattern(Dash dash) => dash switch
    {
        Dash.Dashed => "----  ",
        Dash.DashDot => "-----  -  ",
        Dash.Dotted => "-  ",
        _ => "-",
    };

    bool IsBlank(int cell) => dots[cell] == 0 && glyphs[cell] == 0;

    void Characters(Span<char> text, int from)
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = glyphs[from + i] != 0 ? glyphs[from + i] : (char)('\u2800' + dots[from + i]);
    }

    void Dot(double left, double top, Ink ink)
    {
        if (Cell(left, top) is not { } cell)
            return;
        var (column, row) = ((int)Math.Round(left), (int)Math.Round(top));
        dots[cell] |= Bits[(row % 4 * 2) + (column % 2)];
        inks[cell] = ink;
    }

    int? Cell(double left, double top)
    {
        if (!(left >= -0.5 && top >= -0.5 && left < (2 * columns) - 0.5 && top < (4 * rows) - 0.5))
            return null;
        var (column, row) = ((int)Math.Round(left), (int)Math.Round(top));
        return column >= 0 && column < 2 * columns && row >= 0 && row < 4 * rows ? (row / 4 * columns) + (column / 2) : null;
    }
}
