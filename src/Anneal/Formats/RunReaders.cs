namespace Anneal.Formats;

/// <summary>The readers there are, and which of them reads a log.</summary>
static class RunReaders
{
    static readonly IRunReader[] All = [.. Catalog<IRunReader>.All
        .Select(name => (IRunReader)Activator.CreateInstance(Catalog<IRunReader>.Types[name])!)];

    /// <summary>The reader that recognises the log, if one does.</summary>
    public static IRunReader? For(LogSource source) => Array.Find(All, reader => reader.Recognises(source.Head));

    /// <summary>Reads a log that was named as one: what no reader recognises goes to the one that can say what is missing.</summary>
    /// <exception cref="InputException">The log cannot be used.</exception>
    public static RawLog Read(LogSource source, string? metric, IProgress<long>? progress, CancellationToken cancellation)
    {
        source.RequireText();
        try
        {
            return (For(source) ?? Guess(source.Head)).Read(source, metric, progress, cancellation);
        }
        catch (IOException error)
        {
            throw new InputException(source.Path, 0, $"reading stopped: {error.Message}", error);
        }
    }

    static IRunReader Guess(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        return head.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] ? new JsonLinesReader() : new CsvReader();
    }
}
