using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>What W&amp;B writes while it is offline, and beside its uploads: <c>run-ID.wandb</c>.</summary>
/// <remarks>
/// <c>_step</c> counts calls of the logger, so a step of the trainer's own is read where there is one, and rows without it are
/// passed over. Format: wandb's <c>datastore.py</c> and <c>wandb_internal.proto</c>; see <see cref="WandbRecords"/>.
/// </remarks>
sealed class WandbOfflineReader : IRunReader
{
    // So many rows decide which name is the step.
    const int RowsToSniff = 64;

    public string Name => "W&B offline";

    public bool IsBinary => true;

    public bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith(WandbRecords.Magic[..6]);

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new LogBuilder(source, Name)
        {
            Names = names.Keys,
            Place = "record",
            HeaderLine = 0,
            IfEmpty = "there is no history in it; nothing has been logged yet.",
        };
        var records = new WandbRecords(new ByteWindow(source.Stream, progress, cancellation), rows.Unreadable);
        var history = new WandbHistory();
        var first = new List<(long Number, (string Name, double? Value)[] Cells)>();
        string? step = null;
        while (records.Next(out var record))
        {
            try
            {
                if (!history.TryRead(record)) continue;
            }
            catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException)
            {
                rows.Unreadable.Add("a record is no message of W&B", records.Number);
                continue;
            }

            if (step is not null)
            {
                Add(records.Number, history.Cells);
                continue;
            }

            first.Add((records.Number, [.. history.Cells]));
            if (first.Count == RowsToSniff) Settle();
        }

        if (step is null) Settle();
        if (records.IsCutOff) rows.TruncatedLine = records.Number + 1;
        rows.Convention = ToolKeys.Convention(names.Keys);
        return rows.Build();

        void Settle()
        {
            step = first.SelectMany(row => row.Cells).Select(cell => cell.Name)
                .Where(name => ColumnNames.Classify(name).Role == ColumnRole.Step)
                .MinBy(name => ColumnNames.Classify(name).Rank) ?? "_step";
            foreach (var (number, cells) in first) Add(number, cells);
            first.Clear();
        }

        void Add(long number, IReadOnlyList<(string Name, double? Value)> cells)
        {
            if (cells.FirstOrDefault(cell => cell.Name == step).Value is not { } at) return;
            if (!(at >= 0 && at <= LogBuilder.LargestStep && at == Math.Floor(at)))
            {
                rows.Unreadable.Add("its step is not a whole number from 0 to 200 million", number);
                return;
            }

            rows.StartRow((int)at, number);
            foreach (var (name, value) in cells)
            {
                if (!names.TryGetValue(name, out var column))
                    names.Add(name, column = query.Wants(name) ? rows.AddColumn(name) : -1);
                if (column < 0) continue;
                if (value is { } read) rows.Set(column, read);
                else rows.SetUnreadable(column);
            }
        }
    }
}
