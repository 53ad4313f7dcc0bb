namespace Anneal.Formats;

/// <summary>
/// Reads one format of log. A new format is one file: a sealed class with no constructor arguments; the catalogue finds it.
/// </summary>
/// <remarks>
/// A reader streams, tolerates and counts: what it cannot use goes into <see cref="LogBuilder"/>'s tallies. It keeps the labels
/// that the log has; what they mean is its <see cref="LogConvention"/>.
/// </remarks>
interface IRunReader
{
    /// <summary>How the format is called in reports and by <c>--format</c>.</summary>
    string Name { get; }

    /// <summary>Readers are asked in rising order: 0 for one tool's format, 1 and 2 for tables and lines of any tool.</summary>
    int Generality => 0;

    /// <summary>Whether the bytes are other than text.</summary>
    bool IsBinary => false;

    /// <summary>Whether these first bytes (up to 64 KiB) are such a log, with a step and a rate or a loss; never throws.</summary>
    bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>The names of the runs in a log that may hold several; empty for one run without a name.</summary>
    /// <param name="source">What to read; the caller owns it and opens it again to read a run.</param>
    IReadOnlyList<string> Parts(LogSource source) => [];

    /// <summary>Reads the whole log, once.</summary>
    /// <param name="source">What to read; the caller owns it.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="progress">Told the number of bytes read, every few megabytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be used; the message names the line.</exception>
    RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation);
}
