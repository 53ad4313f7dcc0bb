namespace Anneal.Formats;

/// <summary>Reads one format of log that is a folder. A new format is one file; the catalogue finds it.</summary>
/// <remarks>A folder is read as it is: links out of it are not followed, and nothing is written into it.</remarks>
interface IRunFolder
{
    /// <summary>How the format is called in reports and by <c>--format</c>.</summary>
    string Name { get; }

    /// <summary>Whether the folder is such a log; looks at names and first bytes only, never throws.</summary>
    bool Recognises(string folder);

    /// <summary>The names of the runs in it; empty for one run without a name.</summary>
    IReadOnlyList<string> Parts(string folder);

    /// <summary>Reads one run.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="progress">Told the number of bytes read, every few megabytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The log cannot be used.</exception>
    RawLog Read(string folder, LogQuery query, IProgress<long>? progress, CancellationToken cancellation);
}
