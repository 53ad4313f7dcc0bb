namespace Anneal.Formats;

/// <summary>
/// Reads one format of log. A new format is one file: a sealed class with no constructor arguments; the catalogue finds it.
/// </summary>
/// <remarks>A reader streams, tolerates and counts: what it cannot use goes into <see cref="LogBuilder"/>'s tallies.</remarks>
interface IRunReader
{
    /// <summary>How the format is called in reports.</summary>
    string Name { get; }

    /// <summary>Whether these first bytes (up to 64 KiB) are such a log, with a step and a rate or a loss; never throws.</summary>
    bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>Reads the whole log, once.</summary>
    /// <param name="source">What to read; the caller owns it.</param>
    /// <param name="metric">A column to keep beside the known losses, whatever it is called.</param>
    /// <param name="progress">Told the number of bytes read, every few megabytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be used; the message names the line.</exception>
    RawLog Read(LogSource source, string? metric, IProgress<long>? progress, CancellationToken cancellation);
}
