using System.Xml.Linq;
using Anneal.Plotting;
using static Anneal.Plotting.ReportBlock;

namespace Anneal.Tests.Plotting;

public sealed class HtmlReportTests
{
    static readonly HtmlReport Report = new HtmlReport("Report <1>") { Lead = "made of **strong** and `code`", Footer = "made by a test" }
        .Section("Numbers & tables",
            Tiles(new ReportTile("loss", "2.9", "± `0.1`"), new ReportTile("gain", "0.1")),
            Table(new TextTable(["law", "rmse"], [["<b>", "0.1"]]), "Laws."),
            Callout(CalloutKind.Warning, "Mind the horizon."), Callout(CalloutKind.Note, "Counted once."))
        .Section("Pictures",
            Heading("A figure"), Paragraph("text with a lone ` and 2 ** 3"), Bullets("one", "two"), Code("anneal fit a.csv --law 'x<y'"),
            Picture(new Figure("figure") { Panels = [new Panel(new Axis("y")) { Marks = [new Line([0.0, 1], [0.0, 1])] }] }, "A line."),
            Details("more", Table(new TextTable(["a"], [["1"]]), "Folded.")));

    // Our pages are XML but for the doctype and void elements, which we close: an XML parser then checks the nesting.
    static XElement Parse(HtmlReport report) => XDocument.Parse(report.ToHtml()["<!DOCTYPE html>".Length..]).Root!;

    [Fact]
    public void A_page_is_nested_well_and_shows_what_it_was_given()
    {
        var page = Parse(Report);

        Assert.Equal("Report <1>", page.Descendants("h1").Single().Value);
        Assert.Equal(["Numbers & tables", "Pictures"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(["Table 1. Laws.", "Table 2. Folded."], page.Descendants("caption").Select(caption => caption.Value));
        Assert.Equal("Figure 1. A line.", page.Descendants("figcaption").Single().Value);
        Assert.Equal("<b>", page.Descendants("td").First().Value);
        Assert.Equal("anneal fit a.csv --law 'x<y'", page.Descendants("pre").Single().Value);
    }

    [Fact]
    public void Marks_in_running_text_work_in_pairs_only()
    {
        var page = Parse(Report);

        Assert.Equal("strong", page.Descendants("strong").Single().Value);
        Assert.Contains(page.Descendants("p"), paragraph => paragraph.Value == "text with a lone ` and 2 ** 3");
    }

    [Fact]
    public void The_table_of_contents_leads_to_every_section()
    {
        var page = Parse(Report);
        var targets = page.Descendants("nav").Single().Descendants("a").Select(link => ((string)link.Attribute("href")!)[1..]);

        Assert.Equal(page.Descendants("section").Select(section => (string)section.Attribute("id")!), targets);
    }

    [Fact]
    public void A_page_asks_nobody_for_anything()
    {
        var page = Parse(Report);

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" || attribute.Value.StartsWith("http:", StringComparison.Ordinal) && !attribute.IsNamespaceDeclaration);
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique()
    {
        var ids = Parse(Report).Descendants().Attributes("id").Select(id => id.Value).ToArray();

        Assert.Equal(ids.Distinct().Count(), ids.Length);
    }

    [Fact]
    public void A_section_more_leaves_the_report_it_was_added_to_alone()
    {
        var before = Report.ToHtml();
        _ = Report.Section("More", Paragraph("x"));

        Assert.Equal(before, Report.ToHtml());
    }
}
