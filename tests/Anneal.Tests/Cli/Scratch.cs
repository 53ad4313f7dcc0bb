namespace Anneal.Tests.Cli;

/// <summary>A folder for the files of one test, gone afterwards.</summary>
sealed class Scratch : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("anneal-test");

    public string Folder => folder.FullName;

    public string this[string file] => Path.Combine(folder.FullName, file);

    public void Dispose() => folder.Delete(recursive: true);
}
