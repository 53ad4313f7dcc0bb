using System.Globalization;

namespace Anneal.Plotting;

/// <summary>
/// A page in one file: no script, no request, pictures inline; light or dark as the reader's system is, and printable.
/// Immutable: <see cref="Section"/> returns a longer report.
/// </summary>
/// <param name="title">The heading, and the name of the browser's tab.</param>
public sealed class HtmlReport(string title)
{
    (string Title, ReportBlock[] Blocks)[] sections = [];

    /// <summary>The heading.</summary>
    public string Title { get; } = title;

    /// <summary>Running text under the heading; null for none.</summary>
    public string? Lead { get; init; }

    /// <summary>Running text at the end: the program, its version, the command that made the page; null for none.</summary>
    public string? Footer { get; init; }

    /// <summary>This report and one more section, which the table of contents lists.</summary>
    public HtmlReport Section(string title, params ReadOnlySpan<ReportBlock> blocks) =>
        new(Title) { Lead = Lead, Footer = Footer, sections = [.. sections, (title, blocks.ToArray())] };

    /// <summary>The page as valid HTML 5, the same bytes for the same report.</summary>
    public string ToHtml()
    {
        var html = new MarkupWriter().Raw("<!DOCTYPE html>\n").Start("html", ("lang", "en")).NewLine();
        html.Start("head").NewLine();
        html.Empty("meta", ("charset", "utf-8")).NewLine();
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).NewLine();
        // Even a browser that is told to fetch something by a part of the page refuses to.
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'")).NewLine();
        html.Element("title", Title).NewLine();
        html.Start("style").Raw(ReportStyle.Css).End().NewLine();
        html.End().NewLine().Start("body").NewLine();

        WriteContents(html);
        html.Start("main").NewLine();
        html.Start("header").Element("h1", Title);
        if (Lead is not null)
            ReportBlock.Inline(html.Start("p", ("class", "lead")), Lead).End();
        html.End().NewLine();

        var numbers = new ReportNumbers();
        for (var i = 0; i < sections.Length; i++)
        {
            html.Start("section", ("id", Anchor(i))).Element("h2", sections[i].Title).NewLine();
            foreach (var block in sections[i].Blocks)
            {
                block.Write(html, numbers);
                html.NewLine();
            }
            html.End().NewLine();
        }
        if (Footer is not null)
            ReportBlock.Inline(html.Start("footer"), Footer).End().NewLine();
        return html.End().NewLine().End().NewLine().End().NewLine().ToString();
    }

    void WriteContents(MarkupWriter html)
    {
        if (sections.Length == 0)
            return;
        html.Start("nav", ("aria-label", "Contents")).Start("ol");
        for (var i = 0; i < sections.Length; i++)
            html.Start("li").Element("a", sections[i].Title, ("href", "#" + Anchor(i))).End();
        html.End().End().NewLine();
    }

    static string Anchor(int section) => "section-" + (section + 1).ToString(CultureInfo.InvariantCulture);
}
