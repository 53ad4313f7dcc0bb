namespace Anneal.Plotting;

/// <summary>A panel's scales, ticks and place, and its axes as SVG.</summary>
sealed class PanelLayout
{
    /// <summary>Rates that decay to a tenth are read against 0; losses are not.</summary>
    public const double NearZero = 0.3;

    const double LabelSize = 13, TickSize = 12, TickLength = 5;
    const string Frame = "#444444", Grid = "#e8e8e8";

    readonly IReadOnlyList<Tick> ticks;

    public PanelLayout(Panel panel, Scale x)
    {
        Panel = panel;
        Height = Math.Max(40, panel.Height);
        X = x;
        var extent = new Extent(panel.Y.Scale);
        foreach (var mark in panel.Marks)
            mark.ExtendY(extent, x);
        Y = Scale.Of(panel.Y, extent, 0.05, NearZero).Over(Height, 0);
        (ticks, Factor, _) = Ticks(panel.Y, Y, Math.Clamp((int)(Height / 34), 3, 8));
    }

    public Panel Panel { get; }

    public Scale X { get; private set; }

    public Scale Y { get; }

    public double Height { get; }

    public double Top { get; set; }

    /// <summary>"×10⁻⁴" above the axis, or empty.</summary>
    public string Factor { get; }

    public double TickWidth(double size) => ticks.Select(tick => TextWidth.Pixels(tick.Label, size)).DefaultIfEmpty(0).Max();

    public List<string> LabelLines(double size) => TextWidth.Wrap(Panel.Y.Label, size, Height + 16);

    public void Place(double width) => X = X.Over(0, width);

    public void WriteAxes(MarkupWriter svg, double left, Axis horizontal, bool last)
    {
        var (right, bottom) = (left + X.End, Top + Height);
        var named = horizontal.Ticks.Count > 0;
        var (below, factor, _) = Ticks(horizontal, X, 10);
        for (var most = 9; !named && most >= 3 && !Fits(below); most--)
            (below, factor, _) = X.Ticks(most);

        foreach (var tick in ticks.Where(tick => tick.Label.Length > 0))
            Stroke(svg, left, Top + Y.At(tick.Value), right, Top + Y.At(tick.Value), Grid);
        foreach (var tick in ticks)
            Stroke(svg, left - (tick.Label.Length > 0 ? TickLength : TickLength / 2), Top + Y.At(tick.Value), left, Top + Y.At(tick.Value), Frame);
        foreach (var tick in below)
            Stroke(svg, left + X.At(tick.Value), bottom, left + X.At(tick.Value), bottom + (tick.Label.Length > 0 ? TickLength : TickLength / 2), Frame);
        svg.Empty("path", ("d", $"M{N(left)} {N(Top)}V{N(bottom)}H{N(right)}"), ("fill", "none"), ("stroke", Frame)).NewLine();

        foreach (var tick in ticks.Where(tick => tick.Label.Length > 0))
            Write(svg, tick.Label, left - TickLength - 3, Top + Y.At(tick.Value) + (TickSize * 0.35), "end", TickSize);
        if (Factor.Length > 0)
            Write(svg, Factor, left - TickLength, Top - 7, "start", TickSize);

        var lines = LabelLines(LabelSize);
        for (var i = 0; i < lines.Count; i++)
        {
            var (x, y) = (N(10 + (LabelSize * 0.8) + (i * (LabelSize + 3))), N(Top + (Height / 2)));
            svg.Element("text", lines[i], ("x", x), ("y", y), ("text-anchor", "middle"), ("font-size", N(LabelSize)), ("transform", $"rotate(-90 {x} {y})")).NewLine();
        }
        if (!last)
            return;
        foreach (var tick in below.Where(tick => tick.Label.Length > 0))
            Write(svg, tick.Label, left + X.At(tick.Value), bottom + TickLength + TickSize + 2, "middle", TickSize);
        var line = bottom + TickLength + TickSize + 6 + LabelSize + 3;
        Write(svg, horizontal.Label, left + (X.End / 2), line, "middle", LabelSize);
        if (factor.Length > 0)
            Write(svg, factor, right, line, "end", TickSize);
    }

    bool Fits(IReadOnlyList<Tick> ticks)
    {
        const double between = 14;
        var end = double.NegativeInfinity;
        foreach (var tick in ticks.Where(tick => tick.Label.Length > 0))
        {
            var half = TextWidth.Pixels(tick.Label, TickSize) / 2;
            if (X.At(tick.Value) - half < end + between)
                return false;
            end = X.At(tick.Value) + half;
        }
        return true;
    }

    static (IReadOnlyList<Tick> Ticks, string Factor, double Step) Ticks(Axis axis, Scale scale, int most) => axis.Ticks.Count > 0
        ? ([.. axis.Ticks.Where(tick => scale.Contains(tick.Value))], "", 0)
        : scale.Ticks(most);

    static void Stroke(MarkupWriter svg, double x0, double y0, double x1, double y1, string colour) =>
        svg.Empty("path", ("d", $"M{N(x0)} {N(y0)}L{N(x1)} {N(y1)}"), ("stroke", colour)).NewLine();

    static void Write(MarkupWriter svg, string text, double x, double y, string anchor, double size) =>
        svg.Element("text", text, ("x", N(x)), ("y", N(y)), ("text-anchor", anchor), ("font-size", N(size))).NewLine();

    static string N(double value) => MarkupWriter.Number(value);
}
