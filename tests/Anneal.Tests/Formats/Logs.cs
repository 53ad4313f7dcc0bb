using System.Text;
using Anneal.Formats;

namespace Anneal.Tests.Formats;

/// <summary>Reads logs given as text.</summary>
static class Logs
{
    public static RunSet Read(string text, RunSettings? settings = null, string name = "run.csv") =>
        Read(Encoding.UTF8.GetBytes(text), settings, name);

    public static RunSet Read(byte[] bytes, RunSettings? settings = null, string name = "run.csv")
    {
        using var stream = new MemoryStream(bytes);
        return Runs.Read(stream, name, new RunReadOptions { Settings = settings ?? new RunSettings() });
    }

    public static InputException Fails(string text, RunSettings? settings = null) =>
        Assert.Throws<InputException>(() => Read(text, settings));

    public static int[] Steps(this RunSet set) => set.Runs[0].Curve.Steps.ToArray();

    public static double[] Loss(this RunSet set) => set.Runs[0].Curve.Loss.ToArray();
}

/// <summary>A folder that goes away with the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("anneal-").FullName;

    public string Add(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
