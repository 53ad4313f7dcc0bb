using System.Globalization;
using System.Text;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>
/// A schedule in a file: a schedule file (YAML or JSON), the notation as text, or a table (CSV, JSON Lines) with a step and a
/// rate column and at least two rows, which any log of a run is too. A table that leaves steps out is filled in as that of a run is.
/// </summary>
public static class ScheduleFile
{
    /// <summary>Reads the file called <paramref name="specOrPath"/>, or the notation where there is no such file.</summary>
    /// <exception cref="InputException">It is neither a file with a schedule nor a schedule.</exception>
    public static Schedule ReadOrParse(string specOrPath)
    {
        ArgumentNullException.ThrowIfNull(specOrPath);
        if (File.Exists(specOrPath)) return Read(specOrPath);
        var mayBePath = specOrPath.Length > 0 && !specOrPath.Contains('(', StringComparison.Ordinal);
        return mayBePath
            ? throw new InputException(
                $"{Names.Quote(specOrPath)} is neither a file nor a schedule; a schedule is written as in cosine(3e-4, 3e-5, 24000).")
            : ScheduleNotation.Parse(specOrPath);
    }

    /// <summary>The same for what another file says, whose folder names a schedule's file first.</summary>
    /// <param name="specOrPath">The notation, or a path relative to the folder.</param>
    /// <param name="besideFile">The file that says it.</param>
    /// <exception cref="InputException">It is neither a file with a schedule nor a schedule.</exception>
    public static Schedule ReadOrParse(string specOrPath, string besideFile)
    {
        ArgumentNullException.ThrowIfNull(specOrPath);
        var beside = Path.Combine(Path.GetDirectoryName(besideFile) ?? "", specOrPath);
        return ReadOrParse(File.Exists(beside) ? beside : specOrPath);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or holds no schedule.</exception>
    public static Schedule Read(string path)
    {
        using var source = LogFiles.Open(path);
        return Read(source);
    }

    /// <summary>Reads what a file would hold.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">How messages name it.</param>
    /// <exception cref="InputException">It holds no schedule.</exception>
    public static Schedule ReadText(string text, string name)
    {
        using var source = new LogSource(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);
        return Read(source);
    }

    static Schedule Read(LogSource source)
    {
        source.RequireText();
        if (ScheduleDocumentFile.Recognises(source.Head)) return Document(source).Compiled(source.Path);
        return RunReaders.For(source) is null && !NamesStep(source.Head) ? Notation(source) : Table(source);
    }

    /// <summary>Reads a file or the notation with all that it says besides rates; what is no schedule file says nothing more.</summary>
    /// <exception cref="InputException">It is neither a file with a schedule nor a schedule.</exception>
    public static ScheduleDocument ReadDocument(string specOrPath)
    {
        ArgumentNullException.ThrowIfNull(specOrPath);
        if (File.Exists(specOrPath))
        {
            using var source = LogFiles.Open(specOrPath);
            if (ScheduleDocumentFile.Recognises(source.Head))
            {
                var document = Document(source);
                // What its stages do not make is said with the file's name.
                _ = document.Compiled(source.Path);
                return document;
            }
        }

        return ScheduleDocument.Of(ReadOrParse(specOrPath));
    }

    /// <summary>Writes <c>step,lr</c> and a row for every update; reading it again gives the same rates, to the bit.</summary>
    public static void Write(Schedule schedule, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("step,lr\n");
        var rates = schedule.ToArray();
        for (var t = 0; t < rates.Length; t++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{t},{rates[t]:R}\n"));
    }

    // A table without a column of rates is a table still, and its reader says what is missing.
    static bool NamesStep(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        return CsvDialect.Of(end < 0 ? head : head[..end]).StepColumn >= 0;
    }

    static ScheduleDocument Document(LogSource source)
    {
        using var text = new StreamReader(source.Stream);
        return ScheduleDocumentFile.Read(text.ReadToEnd(), source.Path);
    }

    static Schedule Notation(LogSource source)
    {
        using var text = new StreamReader(source.Stream);
        try
        {
            return ScheduleNotation.Parse(text.ReadToEnd().Trim());
        }
        catch (InputException error)
        {
            throw new InputException(source.Path, 0, error.Message, error);
        }
    }

    static Schedule Table(LogSource source)
    {
        source.KeepsEveryRow = true;
        var log = RunReaders.Read(source, LogQuery.Default, null, CancellationToken.None);
        var column = log.Best(ColumnRole.Rate) ?? throw log.Lacks("no column of rates", ColumnRole.Rate);
        if (column.Faults.Faults.FirstOrDefault() is { } fault)
            throw new InputException(source.Path, fault.FirstLine, $"{fault.Reason}; a schedule has a rate at every step that it names.");
        var (steps, rates) = log.Series(column);
        if (steps.Span[0] != 0)
            throw new InputException(source.Path, log.HeaderLine + 1, $"the first step is {steps.Span[0]}; a schedule starts at step 0.");
        return new RateInference(steps, rates, JumpPlacement.LaterRow).Infer(steps.Span[^1] + 1, 0, null);
    }
}
