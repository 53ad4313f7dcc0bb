namespace Anneal.Formats;

/// <summary>The readers there are, and which of them reads a log.</summary>
static class RunReaders
{
    static readonly IRunReader[] All = [.. Make<IRunReader>().OrderBy(reader => reader.Generality)];

    static readonly IRunFolder[] Folders = Make<IRunFolder>();

    /// <summary>The names that <see cref="For(LogSource, string?)"/> knows.</summary>
    public static IEnumerable<string> Names => All.Select(reader => reader.Name).Concat(Folders.Select(folder => folder.Name)).Distinct(StringComparer.Ordinal);

    /// <summary>The reader of the format called <paramref name="format"/>, or without one the first that recognises the log.</summary>
    public static IRunReader? For(LogSource source, string? format = null) => format is null
        ? Array.Find(All, reader => reader.Recognises(source.Head))
        : Array.Find(All, reader => IsCalled(reader.Name, format));

    /// <summary>The reader of a folder, if one recognises it.</summary>
    public static IRunFolder? For(string folder, string? format = null) => format is null
        ? Array.Find(Folders, reader => reader.Recognises(folder))
        : Array.Find(Folders, reader => IsCalled(reader.Name, format));

    /// <summary>A format must be one of those there are.</summary>
    /// <exception cref="InputException">It is not; the message gives the nearest and lists them all.</exception>
    public static void RequireKnown(string? format)
    {
        if (format is null || Names.Any(name => IsCalled(name, format))) return;
        throw new InputException(
            $"No log format is called {Anneal.Names.Quote(format)}{Anneal.Names.DidYouMean(format, Names)} (the formats are {string.Join(", ", Names.Order(StringComparer.OrdinalIgnoreCase))}).");
    }

    // Case and what separates words do not count: json-lines is JSON Lines.
    static bool IsCalled(string name, string typed) => Folded(name).Equals(Folded(typed), StringComparison.OrdinalIgnoreCase);

    static string Folded(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    /// <summary>Reads a log that was named as one: what no reader recognises goes to the one that can say what is missing.</summary>
    /// <exception cref="InputException">The log cannot be used.</exception>
    public static RawLog Read(
        LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation, string? format = null)
    {
        var reader = For(source, format);
        if (reader is not { IsBinary: true }) source.RequireText();
        try
        {
            return (reader ?? Guess(source.Head)).Read(source, query, progress, cancellation);
        }
        catch (IOException error)
        {
            throw new InputException(source.Path, 0, $"reading stopped: {error.Message}", error);
        }
    }

    static IRunReader Guess(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        // A bracket also begins the time in the lines of many a console.
        var isJson = head is [(byte)'{', ..] || (head is [(byte)'[', ..] && head[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]);
        return isJson ? new JsonLinesReader() : new CsvReader();
    }

    static T[] Make<T>() where T : class =>
        [.. Catalog<T>.All.Select(name => (T)Activator.CreateInstance(Catalog<T>.Types[name])!)];
}
