using Anneal.Formats;

namespace Anneal.Cli.Demo;

/// <summary>Where the shipped runs are: beside the program, in a checkout as in an installed tool.</summary>
static class DemoFolder
{
    /// <summary>Copies the shipped runs into a folder, so that the commands of the demo can be typed again.</summary>
    /// <exception cref="InputException">They are not where they were installed, or cannot be written.</exception>
    public static void CopyTo(string folder)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "data", "language");
        if (!Directory.Exists(shipped))
            throw new InputException($"The demo's runs are not in {shipped}; install anneal again.");
        Make(folder);
        foreach (var file in Directory.EnumerateFiles(shipped).Order(StringComparer.Ordinal))
            AtomicFile.Write(Path.Combine(folder, Path.GetFileName(file)), stream => stream.Write(File.ReadAllBytes(file)));
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
