namespace Anneal.Formats;

/// <summary>One TensorBoard event file, <c>events.out.tfevents.…</c>; see <see cref="EventRecords"/> and <see cref="ScalarEvent"/>.</summary>
sealed class TensorBoardReader : IRunReader
{
    internal const string Called = "TensorBoard";

    const int HeadOfFirstRecord = 100;

    public string Name => Called;

    public bool IsBinary => true;

    // The first event says the version of the file. The upper bytes of its length, which no text has, are zeros.
    public bool Recognises(ReadOnlySpan<byte> head) =>
        head.Length > 12
        && head[4..8].IndexOfAnyExcept((byte)0) < 0
        && head[..Math.Min(head.Length, HeadOfFirstRecord)].IndexOf("brain.Event:"u8) >= 0;

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var series = Collect(source.Path, query);
        series.Read(source, progress, cancellation);
        return series.Build();
    }

    /// <summary>What collects the files of one run.</summary>
    internal static EventSeries Collect(string path, LogQuery query)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rows = new LogBuilder(path, Called)
        {
            Names = names,
            Place = "record",
            HeaderLine = 0,
            IfEmpty = "there is no loss or rate in it under a name that is known; nothing has been logged yet, or --metric NAME says what it is.",
        };
        return new EventSeries(rows, query, names);
    }
}
