namespace Anneal.Tests;

/// <summary>
/// Text that a person has looked at, kept in Golden/. <c>UPDATE_GOLDEN=1</c> rewrites what differs: read the difference
/// before committing it.
/// </summary>
static class Golden
{
    static readonly string Folder = Path.Combine(Root(), "tests", "Anneal.Tests", "Golden");

    public static void Matches(string file, string actual)
    {
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        Assert.True(File.Exists(path), $"Golden/{file} does not exist; run once with UPDATE_GOLDEN=1 and read it.");
        // A checkout may have turned line ends into CRLF.
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Anneal.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Anneal.slnx.");
    }
}
