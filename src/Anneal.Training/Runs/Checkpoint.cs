using Anneal.Formats;

namespace Anneal.Training.Runs;

/// <summary>
/// A run stopped between two updates, in one file: the configuration, the place in the schedule and in the data, all parameters, the
/// optimiser's state, and the log until then. Going on from it gives the bits that the run would have had.
/// </summary>
/// <remarks>
/// Little-endian: 8 bytes <c>ANNEALCK</c>; the version; the configuration in JSON; updates; samples; a hash of the text that is trained on;
/// the optimiser's count of updates; the log; numbers of the optimiser and of the rule for rates; the number of arrays and for each its name, rows, columns and
/// float32 numbers; the SHA-256 of all before. Lengths and counts are 64-bit, texts are UTF-8 after their length.
/// </remarks>
public sealed class Checkpoint
{
    const long Version = 1;

    // What may differ between a checkpoint and the run that goes on from it, as it changes no number of the run.
    static readonly string[] Free = ["checkpoint"];

    // What a branch takes over as it is.
    static readonly string[] Fixed = ["model", "data", "optimizer", "seed"];

    readonly string path;
    readonly MapNode fields;
    readonly long fingerprint;
    readonly long updates;
    readonly double[] numbers;
    readonly CheckpointArray[] arrays;

    Checkpoint(string path, CheckpointReader reader)
    {
        this.path = path;
        if (reader.Number() is not Version and var version)
            throw new InputException(path, 0, $"the checkpoint has version {version}, and this program reads version {Version}.");
        fields = (MapNode)JsonNodes.Read(reader.Text(), path);
        Config = ConfigFile.Read(fields, path, new Dictionary<string, string>(StringComparer.Ordinal));
        (Step, Samples, fingerprint, updates) = (checked((int)reader.Number()), reader.Number(), reader.Number(), reader.Number());
        Log = reader.Block();
        numbers = reader.Doubles();
        var count = reader.Number();
        if (count is < 0 or > int.MaxValue) throw reader.Damaged();
        var list = new List<CheckpointArray>();
        for (var i = 0L; i < count; i++) list.Add(reader.Floats());
        arrays = [.. list];
    }

    static ReadOnlySpan<byte> Magic => "ANNEALCK"u8;

    /// <summary>The configuration of the run that wrote it.</summary>
    public TrainingConfig Config { get; }

    /// <summary>Updates done.</summary>
    public int Step { get; }

    /// <summary>Samples trained on.</summary>
    public long Samples { get; }

    /// <summary>The rows of the log until then, with the header.</summary>
    public ReadOnlyMemory<byte> Log { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, is none, is damaged or of another version.</exception>
    public static Checkpoint Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) throw new InputException(path, 0, "this is a folder; give a checkpoint in it, such as latest.checkpoint.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Span<byte> magic = stackalloc byte[8];
            if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(Magic))
                throw new InputException(path, 0, "this is no checkpoint of a training run.");
            stream.Position = 0;
            var reader = new CheckpointReader(path, stream);
            reader.Bytes(magic);
            return new(path, reader);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, $"the checkpoint cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes a run as it is now; the file is replaced when all is written, and otherwise stays as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="job">The run.</param>
    /// <param name="log">The rows of its log, with the header.</param>
    /// <exception cref="InputException">The file cannot be written, as on a full disk.</exception>
    /// <exception cref="DivergenceException">A parameter is not finite: such a run does not replace a good checkpoint.</exception>
    public static void Write(string path, TrainingJob job, ReadOnlyMemory<byte> log) => Write(path, job, log, static stream => stream);

    internal static void Write(string path, TrainingJob job, ReadOnlyMemory<byte> log, Func<Stream, Stream> through)
    {
        ArgumentNullException.ThrowIfNull(job);
        RequireFinite(job);
        AtomicFile.Write(path, stream => Write(through(stream), job, log.Span));
    }

    /// <summary>Puts a run of the same configuration where this one was.</summary>
    /// <exception cref="InputException">The run is of another configuration; the message says where they differ.</exception>
    public void Restore(TrainingJob job) => Fill(job, key => !Free.Contains(key));

    /// <summary>Puts a run that shares the model, the data, the optimiser and the seed where this one was.</summary>
    /// <exception cref="InputException">The run is of another configuration; the message says where they differ.</exception>
    public void Branch(TrainingJob job) => Fill(job, Fixed.Contains);

    void Fill(TrainingJob job, Func<string, bool> counts)
    {
        ArgumentNullException.ThrowIfNull(job);
        var others = ConfigFile.ToFields(job.Config);
        var differing = fields.Fields.Concat(others.Fields).Select(field => field.Key).Distinct(StringComparer.Ordinal)
            .Where(counts)
            .Where(key => ConfigNodes.Canonical(fields[key]) != ConfigNodes.Canonical(others[key]))
            .ToArray();
        if (differing.Length > 0)
        {
            throw new InputException(path, 0,
                $"the checkpoint is of another configuration: {string.Join(", ", differing.Select(key => $"'{key}'"))} {(differing.Length == 1 ? "differs" : "differ")}; go on with the configuration of the checkpoint.");
        }

        if (fingerprint != job.Fingerprint)
            throw new InputException(path, 0, "the text is not the one that the checkpoint's run was trained on; bring it back, or begin anew.");
        var places = Arrays(job);
        if (places.Count != arrays.Length || numbers.Length != job.Numbers.Length)
            throw new InputException(path, 0, $"the checkpoint holds {arrays.Length} arrays and {numbers.Length} numbers, and this program's run has {places.Count} and {job.Numbers.Length}.");
        for (var i = 0; i < arrays.Length; i++)
        {
            if (arrays[i].Shape != places[i].Shape)
                throw new InputException(path, 0, $"the checkpoint holds {arrays[i].Shape} where this program's run has {places[i].Shape}.");
        }

        for (var i = 0; i < arrays.Length; i++) arrays[i].Values.CopyTo(places[i].Values, 0);
        job.Resume(Step, Samples, updates, numbers);
    }

    static void Write(Stream stream, TrainingJob job, ReadOnlySpan<byte> log)
    {
        using var writer = new CheckpointWriter(stream);
        writer.Bytes(Magic);
        writer.Number(Version);
        writer.Text(JsonNodes.Write(ConfigFile.ToFields(job.Config)));
        writer.Number(job.Step);
        writer.Number(job.Samples);
        writer.Number(job.Fingerprint);
        writer.Number(job.Optimizer.Steps);
        writer.Block(log);
        writer.Doubles(job.Numbers);
        var places = Arrays(job);
        writer.Number(places.Count);
        foreach (var array in places) writer.Floats(array.Name, array.Rows, array.Columns, array.Values);
        writer.End();
    }

    /// <summary>All numbers of a run that are arrays, where they lie.</summary>
    internal static List<CheckpointArray> Arrays(TrainingJob job) =>
    [
        .. job.Model.Parameters.Select(p => new CheckpointArray(p.Name, p.Rows, p.Columns, p.Values)),
        .. job.Optimizer.State.Select(state => new CheckpointArray(state.Name, 1, state.Values.Length, state.Values)),
    ];

    static void RequireFinite(TrainingJob job)
    {
        foreach (var parameter in job.Model.Parameters)
        {
            var bad = parameter.Values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (bad >= 0) throw new DivergenceException($"parameter {parameter.Name}", parameter.Values[bad], job.Step - 1, job.LastRate);
        }
    }
}
