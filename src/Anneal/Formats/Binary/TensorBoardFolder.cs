using System.Globalization;

namespace Anneal.Formats;

/// <summary>
/// A TensorBoard log folder: each folder in it that holds event files is a run, named by its path as in TensorBoard, and its
/// files are read in the order of the timestamps in their names.
/// </summary>
sealed class TensorBoardFolder : IRunFolder
{
    const int Depth = 5;
    const string Mark = "tfevents.";

    static readonly TensorBoardReader File = new();

    public string Name => TensorBoardReader.Called;

    public bool Recognises(string folder) => Runs(folder).Any();

    public IReadOnlyList<string> Parts(string folder)
    {
        string[] runs = [.. Runs(folder).Select(run => FolderTree.Relative(folder, run))];
        return runs is ["."] ? [] : runs;
    }

    public RawLog Read(string folder, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        // Named, it is not looked for among the others: there may be thousands.
        var run = query.Part is { } part ? FolderTree.Inside(folder, part) : RunNames.Find([.. Runs(folder).Select(path => (path, path))], null, folder);
        var files = run is null ? [] : Files(run);
        if (run is null || files.Count == 0) throw new InputException(folder, 0, $"there is no run {Names.Quote(query.Part ?? ".")} with event files in it.");
        var series = TensorBoardReader.Collect(run, query);
        foreach (var path in files)
        {
            using var source = LogFiles.Open(path);
            series.Read(source, progress, cancellation);
        }

        return series.Build();
    }

    // W&B keeps copies of event files among its own.
    static IEnumerable<string> Runs(string folder) =>
        FolderTree.Walk(folder, Depth, enter: static path => FolderTree.Files(path, "*.wandb").Count == 0).Where(path => Files(path).Count > 0);

    static IReadOnlyList<string> Files(string folder) =>
    [
        .. FolderTree.Files(folder, $"*{Mark}*").Where(IsEventFile).OrderBy(Timestamp).ThenBy(path => path, StringComparer.Ordinal),
    ];

    static bool IsEventFile(string path)
    {
        try
        {
            using var source = LogFiles.Open(path);
            return File.Recognises(source.Head);
        }
        catch (InputException)
        {
            return false;
        }
    }

    static long Timestamp(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        name = name[(name.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..];
        var digits = name.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(digits < 0 ? name : name[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : 0;
    }
}
