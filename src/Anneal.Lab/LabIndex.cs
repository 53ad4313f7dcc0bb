using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>The page from which a reader browses the studies of a folder.</summary>
public static class LabIndex
{
    /// <summary>The page; each study lies in a folder of its name beside it.</summary>
    /// <param name="results">The studies that were run, in the order of the page.</param>
    /// <param name="missing">Studies that were asked for and are not there, because the run was stopped.</param>
    /// <param name="command">The line that makes the page again.</param>
    public static HtmlReport Of(IReadOnlyList<(Study Study, StudyResult Result)> results, IReadOnlyList<Study> missing, string command)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(missing);
        var page = new HtmlReport("The theory lab")
        {
            Lead = "Every result on which the choice of a learning-rate schedule rests, computed, checked and drawn: what is claimed, what was measured, whether they agree.",
            Footer = $"Made by `{command}`.",
        }.Section(
            "Summary",
            ReportBlock.Table(Summary(results), "The studies, their claims and what became of them; a number that is shown stands beside a limit that its size has not reached."),
            missing.Count == 0 ? ReportBlock.Paragraph("") : ReportBlock.Callout(CalloutKind.Warning, $"Stopped before {string.Join(", ", missing.Select(study => study.Name))}."));
        foreach (var (study, result) in results)
        {
            var link = ReportBlock.Link($"{study.Name}/index.html", $"{study.Name}: claims, figures, tables");
            var figure = result.Exhibits.OfType<StudyFigure>().FirstOrDefault();
            page = figure is null
                ? page.Section(study.Title, ReportBlock.Paragraph(study.Question), ReportBlock.Paragraph(result.Finding), link)
                : page.Section(study.Title, ReportBlock.Paragraph(study.Question), ReportBlock.Paragraph(result.Finding), link, figure.ToBlock());
        }

        return page;
    }

    /// <summary>A row a study.</summary>
    public static TextTable Summary(IReadOnlyList<(Study Study, StudyResult Result)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new(
            ["study", "passed", "failed", "shown"],
            results.Select(row => (string[])
            [
                row.Study.Name, Count(row.Result, Verdict.Passed), Count(row.Result, Verdict.Failed), Count(row.Result, Verdict.Shown),
            ]));
    }

    static string Count(StudyResult result, Verdict verdict) => StudyPage.Count(result, verdict).ToString(CultureInfo.InvariantCulture);
}
