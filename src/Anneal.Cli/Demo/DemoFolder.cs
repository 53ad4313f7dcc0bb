using Anneal.Formats;

namespace Anneal.Cli.Demo;

/// <summary>Where the shipped runs are: beside the program, in a checkout as in an installed tool.</summary>
static class DemoFolder
{
    /// <summary>Copies the shipped runs into a folder, so that the commands of the demo can be typed again.</summary>
    /// <exception cref="InputException">They are not where they were installed, cannot be written, or would replace other files.</exception>
    public static void CopyTo(string folder)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "data", "language");
        if (!Directory.Exists(shipped))
            throw new InputException($"The demo's runs are not in {shipped}; install anneal again.");
        Make(folder);
        var files = Directory.EnumerateFiles(shipped).Order(StringComparer.Ordinal).Select(file => (Target: Path.Combine(folder, Path.GetFileName(file)), Bytes: File.ReadAllBytes(file))).ToArray();
        // Before anything is written: logs of one's own may lie here.
        foreach (var (target, bytes) in files)
        {
            if (File.Exists(target) && !Holds(target, bytes))
                throw new InputException(target, 0, "this is another file than the demo's, and is not written over; remove it, or name another folder with --out.");
        }

        foreach (var (target, bytes) in files) AtomicFile.Write(target, stream => stream.Write(bytes));
    }

    static bool Holds(string path, byte[] bytes)
    {
        try
        {
            return new FileInfo(path).Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, $"the file cannot be read: {error.Message}", error);
        }
    }

    static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder, 0, $"the folder cannot be made: {error.Message}", error);
        }
    }
}
