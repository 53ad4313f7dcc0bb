using System.Globalization;
using System.Text.Json;
using Anneal.Lab;

namespace Anneal.Cli.Lab;

/// <summary>What a study writes to stdout.</summary>
static class StudyOutput
{
    public static ExitCode CodeOf(StudyResult result) =>
        result.Claims.Any(claim => claim.Verdict == Verdict.Failed) ? ExitCode.VerificationFailed : ExitCode.Ok;

    public static void Write(CommandContext context, Study study, StudyResult result, IReadOnlyList<string> files)
    {
        var (output, ansi) = (context.Out, context.Ansi);
        output.WriteLine(ansi.Bold(study.Title));
        Wrap(result.Finding);
        output.WriteLine();
        output.Write(ClaimList.Of(result, context.Width, ansi));
        output.WriteLine($"{StudyPage.Tally(result)}.");
        foreach (var table in result.Exhibits.OfType<StudyTable>().Where(table => !table.IsFileOnly))
        {
            output.WriteLine();
            Wrap(ansi.Bold(table.Caption));
            output.Write(table.ToText().ToText());
        }

        foreach (var limit in result.Limits)
        {
            output.WriteLine();
            Wrap($"Limit: {limit}");
        }

        output.WriteLine();
        output.WriteLine($"Written: {ansi.Bold(files[0])} and {files.Count - 1} files beside it.");

        void Wrap(string text)
        {
            foreach (var part in ClaimList.Lines(text.Replace("**", "", StringComparison.Ordinal), context.Width)) output.WriteLine(part);
        }
    }

    public static void Write(Utf8JsonWriter json, Study study, StudyContext work, StudyResult result, IReadOnlyList<string> files)
    {
        json.WriteString("study", study.Name);
        json.WriteString("title", study.Title);
        json.WriteBoolean("quick", work.Quick);
        json.WriteNumber("seed", work.Seed.Key);
        json.Object("parameters", item =>
        {
            foreach (var (name, value) in work.Values)
            {
                if (value is string text) item.WriteString(name, text);
                else item.Number(name, Convert.ToDouble(value, CultureInfo.InvariantCulture));
            }
        });
        json.WriteString("finding", result.Finding);
        json.WriteNumber("passed", result.Claims.Count(claim => claim.Verdict == Verdict.Passed));
        json.WriteNumber("failed", result.Claims.Count(claim => claim.Verdict == Verdict.Failed));
        json.Objects("claims", result.Claims, static (item, claim) =>
        {
            item.WriteString("statement", claim.Statement);
            item.WriteString("source", claim.Source);
            item.Number("measured", claim.Measured);
            item.WriteString("expected", claim.Expected);
            item.WriteString("verdict", Names.Kebab(claim.Verdict.ToString()));
        });
        json.Objects("tables", result.Exhibits.OfType<StudyTable>(), static (item, table) =>
        {
            item.WriteString("name", table.Name);
            item.WriteString("caption", table.Caption);
            item.Strings("columns", table.Headers);
            item.WriteStartArray("rows");
            foreach (var row in table.Rows)
            {
                item.WriteStartArray();
                foreach (var cell in row)
                {
                    if (cell.Number is { } number) item.Number(number);
                    else item.WriteStringValue(cell.Display);
                }

                item.WriteEndArray();
            }

            item.WriteEndArray();
        });
        json.Strings("limits", result.Limits);
        json.Strings("files", files);
    }
}
