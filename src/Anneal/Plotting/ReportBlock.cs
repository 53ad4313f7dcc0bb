namespace Anneal.Plotting;

/// <summary>
/// A part of a report's section. In running text <c>`code`</c> and <c>**strong**</c> have their usual meaning; all else is
/// shown as it is.
/// </summary>
public abstract class ReportBlock
{
    private protected ReportBlock() { }

    /// <summary>A paragraph of running text.</summary>
    public static ReportBlock Paragraph(string text) => new Written((html, _) => Inline(html.Start("p"), text).End());

    /// <summary>A heading below the section's.</summary>
    public static ReportBlock Heading(string text) => new Written((html, _) => html.Element("h3", text));

    /// <summary>A list of running texts.</summary>
    public static ReportBlock Bullets(params IReadOnlyList<string> items) => new Written((html, _) =>
    {
        html.Start("ul");
        foreach (var item in items)
            Inline(html.Start("li"), item).End();
        html.End();
    });

    /// <summary>Something to type or to copy, character by character.</summary>
    public static ReportBlock Code(string text) => new Written((html, _) => html.Start("pre").Element("code", text).End());

    /// <summary>A line that leads to another page.</summary>
    /// <param name="target">A path relative to this page, or an address.</param>
    /// <param name="text">What is clicked.</param>
    public static ReportBlock Link(string target, string text) => new Written((html, _) =>
        html.Start("p").Element("a", text, ("href", target)).End());

    /// <summary>A numbered figure on a white card.</summary>
    /// <param name="figure">Drawn at its natural width, or narrower where the page is.</param>
    /// <param name="caption">Running text.</param>
    public static ReportBlock Picture(Figure figure, string caption) => new Written((html, numbers) =>
    {
        html.Start("figure").NewLine().Raw(figure.ToSvg()).Start("figcaption").Element("b", numbers.NextFigure());
        Inline(html.Text(" "), caption).End().End();
    });

    /// <summary>A numbered table.</summary>
    /// <param name="table">Wider than the page, it scrolls by itself.</param>
    /// <param name="caption">Running text.</param>
    public static ReportBlock Table(TextTable table, string caption) => new Written((html, numbers) =>
    {
        html.Start("div", ("class", "table"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)).Start("table").Start("caption").Element("b", numbers.NextTable());
        Inline(html.Text(" "), caption).End().NewLine().Start("thead").Start("tr");
        for (var i = 0; i < table.Headers.Count; i++)
            Cell(html, "th", table, i, table.Headers[i], [("scope", "col")]);
        html.End().End().NewLine().Start("tbody");
        foreach (var row in table.Rows)
        {
            html.NewLine().Start("tr");
            for (var i = 0; i < row.Count; i++)
                Cell(html, "td", table, i, row[i], []);
            html.End();
        }
        html.End().End().End();
    });

    /// <summary>The few numbers that matter most, large.</summary>
    public static ReportBlock Tiles(params IReadOnlyList<ReportTile> tiles) => new Written((html, _) =>
    {
        html.Start("dl", ("class", "tiles"));
        foreach (var tile in tiles)
        {
            html.NewLine().Start("div").Element("dt", tile.Label).Element("dd", tile.Value);
            if (tile.Note is { } note)
                Inline(html.Start("dd", ("class", "note")), note).End();
            html.End();
        }
        html.End();
    });

    /// <summary>A remark set off from the text.</summary>
    /// <param name="kind">Its weight; printed as its first word.</param>
    /// <param name="text">Running text.</param>
    public static ReportBlock Callout(CalloutKind kind, string text) => new Written((html, _) =>
    {
        var (name, word) = kind == CalloutKind.Warning ? ("warning", "Warning.") : ("remark", "Note.");
        html.Start("p", ("class", "callout " + name), ("role", "note")).Element("b", word);
        Inline(html.Text(" "), text).End();
    });

    /// <summary>Blocks that stay folded until asked for; unfolded in print.</summary>
    /// <param name="summary">What is inside.</param>
    /// <param name="blocks">The contents.</param>
    public static ReportBlock Details(string summary, params IReadOnlyList<ReportBlock> blocks) => new Written((html, numbers) =>
    {
        html.Start("details").Element("summary", summary).NewLine();
        foreach (var block in blocks)
        {
            block.Write(html, numbers);
            html.NewLine();
        }
        html.End();
    });

    internal abstract void Write(MarkupWriter html, ReportNumbers numbers);

    internal static MarkupWriter Inline(MarkupWriter html, string text)
    {
        foreach (var (code, isCode) in Split(text, "`"))
        {
            if (isCode)
            {
                html.Element("code", code);
                continue;
            }
            foreach (var (plain, isStrong) in Split(code, "**"))
                _ = isStrong ? html.Element("strong", plain) : html.Text(plain);
        }
        return html;
    }

    static void Cell(MarkupWriter html, string name, TextTable table, int column, string text, ReadOnlySpan<(string, string)> attributes)
    {
        html.Start(name, table.IsNumeric(column) ? [.. attributes, ("class", "number")] : attributes);
        Inline(html, text).End();
    }

    /// <summary>The text between marks, every second part marked; an odd mark at the end is text.</summary>
    static IEnumerable<(string Part, bool Marked)> Split(string text, string mark)
    {
        var parts = text.Split(mark);
        if (parts.Length % 2 == 0)
            parts = [.. parts[..^2], parts[^2] + mark + parts[^1]];
        return parts.Select((part, i) => (part, i % 2 == 1));
    }

    sealed class Written(Action<MarkupWriter, ReportNumbers> write) : ReportBlock
    {
        internal override void Write(MarkupWriter html, ReportNumbers numbers) => write(html, numbers);
    }
}

/// <summary>A number that matters.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number, with its unit.</param>
/// <param name="Note">How sure, compared with what; null for nothing.</param>
public sealed record ReportTile(string Label, string Value, string? Note = null);

/// <summary>The weight of a remark.</summary>
public enum CalloutKind
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>To be known before a result is used.</summary>
    Warning,
}

/// <summary>Counts figures and tables through one report.</summary>
sealed class ReportNumbers
{
    int figures, tables;

    public string NextFigure() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Figure {++figures}.");

    public string NextTable() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Table {++tables}.");
}
