using System.Text;
using Anneal.Lab;

namespace Anneal.Cli.Lab;

/// <summary>Claims for a terminal: a line of what was measured against what was expected under each statement.</summary>
static class ClaimList
{
    const int Indent = 8;

    public static string Of(StudyResult result, int width, Ansi ansi)
    {
        var text = new StringBuilder();
        foreach (var claim in result.Claims)
        {
            var word = claim.Word.PadRight(Indent);
            var first = true;
            foreach (var line in Lines($"{claim.Statement} [{claim.Source}]", width - Indent))
            {
                text.Append(first ? Colour(claim.Verdict, word, ansi) : new string(' ', Indent)).Append(line).Append('\n');
                first = false;
            }

            var measured = double.IsNaN(claim.Measured) ? "" : $"{Digits.Significant(claim.Measured, 6)}; ";
            text.Append(' ', Indent).Append(ansi.Dim($"{measured}{claim.Expected}")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Text in lines of at most that many cells, broken at blanks.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Math.Max(20, width))
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        if (line.Length > 0) yield return line.ToString();
    }

    static string Colour(Verdict verdict, string word, Ansi ansi) => verdict switch
    {
        Verdict.Passed => ansi.Green(word),
        Verdict.Failed => ansi.Red(word),
        _ => ansi.Dim(word),
    };
}
