using Anneal.Formats;

namespace Anneal.Lab;

/// <summary>A study's files: <c>index.html</c>, <c>claims.csv</c>, a CSV for every table, an SVG for every figure.</summary>
public static class StudyFolder
{
    /// <summary>Makes the folder before the work is done, so that a place where nothing can be written is said at once.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void Prepare(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder)) throw new InputException("The name of the folder to write is empty; give one.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(folder, 0, $"the folder cannot be made ({exception.Message}); give another.");
        }
    }

    /// <summary>Writes them; files of the same names are replaced.</summary>
    /// <param name="folder">The folder; it is made if there is none.</param>
    /// <param name="study">The study.</param>
    /// <param name="context">What it was run with.</param>
    /// <param name="result">What it found.</param>
    /// <param name="command">The line that makes the files again.</param>
    /// <returns>The paths, the page first.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, Study study, StudyContext context, StudyResult result, string command)
    {
        ArgumentNullException.ThrowIfNull(result);
        Prepare(folder);
        var written = new List<string>();
        Add("index.html", StudyPage.Of(study, context, result, command).ToHtml());
        Add("claims.csv", StudyTables.Claims(result).ToCsv());
        foreach (var exhibit in result.Exhibits)
        {
            if (exhibit is StudyTable table) Add($"{table.Name}.csv", table.ToCsv());
            else if (exhibit is StudyFigure figure) Add($"{figure.Name}.svg", figure.Figure.ToSvg());
        }

        return written;

        void Add(string name, string content)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, writer => writer.Write(content));
            written.Add(path);
        }
    }
}

static class StudyTables
{
    public static StudyTable Claims(StudyResult result) => new(
        "claims", "", ["verdict", "claim", "measured", "expected", "source"],
        [.. result.Claims.Select(claim => (Cell[])[claim.Word, claim.Statement, claim.Measured, claim.Expected, claim.Source])]);
}
