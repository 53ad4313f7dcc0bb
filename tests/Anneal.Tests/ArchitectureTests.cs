namespace Anneal.Tests;

/// <summary>The folders of the library form one order; a file may use only folders before its own.</summary>
public sealed class ArchitectureTests
{
    internal static readonly string Root = FindRoot();
    static readonly string Source = Path.Combine(Root, "src", "Anneal");

    // The page is the authority: the line `A → B → … → (root)`.
    static readonly string[] Order = [.. File.ReadLines(Path.Combine(Root, "ARCHITECTURE.md"))
        .Single(line => line.EndsWith(" → (root)`", StringComparison.Ordinal))
        .Trim('`').Split(" → ").SkipLast(1)];

    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Source, path).Replace('\\', '/'))
        .Where(path => path.Contains('/'))
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void A_file_uses_only_earlier_folders(string file)
    {
        var own = file.Split('/')[0];
        var place = Array.IndexOf(Order, own);
        Assert.True(place >= 0, $"{file} is in a folder that ARCHITECTURE.md does not list.");
        Assert.All(Used(file).Where(folder => folder != own), folder => Assert.InRange(Array.IndexOf(Order, folder), 0, place - 1));
    }

    [Theory, MemberData(nameof(Files))]
    public void A_file_is_in_the_namespace_of_its_folder(string file) => Assert.Contains(
        $"namespace Anneal.{file.Split('/')[0]};",
        File.ReadLines(Path.Combine(Source, file)).Select(line => line.TrimEnd()));

    // "using Anneal.Laws;", "using static Anneal.Laws.X;", "using Law = Anneal.Laws.LossLaw;", with or without "global".
    static IEnumerable<string> Used(string file) =>
        from line in File.ReadLines(Path.Combine(Source, file))
        where line.StartsWith("using ", StringComparison.Ordinal) || line.StartsWith("global using ", StringComparison.Ordinal)
        let start = line.IndexOf("Anneal.", StringComparison.Ordinal)
        where start >= 0
        select line[(start + "Anneal.".Length)..].Split('.', ';')[0];

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Anneal.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("Anneal.slnx is not above the test's folder.");
        return folder.FullName;
    }
}
