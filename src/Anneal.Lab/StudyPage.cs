using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>A study as a page: the question, the answer, the claims, what to look at, how to run it again.</summary>
public static class StudyPage
{
    /// <summary>The page.</summary>
    /// <param name="study">The study.</param>
    /// <param name="context">What it was run with.</param>
    /// <param name="result">What it found.</param>
    /// <param name="command">The line that makes the page again.</param>
    public static HtmlReport Of(Study study, StudyContext context, StudyResult result, string command)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(result);
        var page = new HtmlReport(study.Title) { Lead = study.Question, Footer = $"Made by `{command}`." }
            .Section("Finding", ReportBlock.Paragraph(result.Finding), Score(result), First(result))
            .Section("Claims", ReportBlock.Table(Claims(result), "What is claimed, what was measured, and whether it is within the tolerance."));
        if (Rest(result) is { Length: > 0 } rest) page = page.Section("In detail", rest);
        if (result.Limits.Count > 0) page = page.Section("Limits", ReportBlock.Bullets(result.Limits));
        return page
            .Section("Parameters", ReportBlock.Table(Parameters(context), $"What it was run with; {(context.Quick ? "the short variant" : "the full variant")}, seed {Number(context.Seed.Key)}."))
            .Section("Sources", ReportBlock.Bullets(study.Sources));
    }

    /// <summary>The claims as a table.</summary>
    public static TextTable Claims(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(
            ["verdict", "claim", "measured", "expected", "source"],
            result.Claims.Select(claim => (string[])
            [
                claim.Word, claim.Statement, Digits.Significant(claim.Measured, 5), claim.Expected, claim.Source,
            ]));
    }

    /// <summary>"12 claims passed, none failed; 3 numbers are shown beside a limit".</summary>
    public static string Tally(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (passed, failed, shown) = (Count(result, Verdict.Passed), Count(result, Verdict.Failed), Count(result, Verdict.Shown));
        var text = string.Create(CultureInfo.InvariantCulture, $"{passed} {(passed == 1 ? "claim" : "claims")} passed, {(failed == 0 ? "none" : failed)} failed");
        return shown == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}; {shown} shown without a verdict");
    }

    internal static int Count(StudyResult result, Verdict verdict) => result.Claims.Count(claim => claim.Verdict == verdict);

    static ReportBlock Score(StudyResult result) => Count(result, Verdict.Failed) == 0
        ? ReportBlock.Callout(CalloutKind.Note, $"{Tally(result)}.")
        : ReportBlock.Callout(CalloutKind.Warning, $"{Tally(result)}.");

    static ReportBlock First(StudyResult result) => result.Exhibits.OfType<StudyFigure>().FirstOrDefault()?.ToBlock() ?? ReportBlock.Paragraph("");

    static ReportBlock[] Rest(StudyResult result)
    {
        var first = result.Exhibits.OfType<StudyFigure>().FirstOrDefault();
        return [.. result.Exhibits.Where(exhibit => exhibit != first && exhibit is not StudyTable { IsFileOnly: true }).Select(exhibit => exhibit.ToBlock())];
    }

    static TextTable Parameters(StudyContext context) => new(
        ["parameter", "value"], context.Values.Select(value => (string[])[value.Name, Convert.ToString(value.Value, CultureInfo.InvariantCulture)!]));

    static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
