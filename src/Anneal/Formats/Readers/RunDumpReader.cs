using System.Text.Json;

namespace Anneal.Formats;

/// <summary>
/// A run's histories as lists in one JSON document, as scripts around a tracker write them:
/// <c>{"config":{…},"history":{"train":{"iter":[50,100],"train_loss":[5.1,4.6],"train_lr":[1e-3,1e-3]},"val":{"iter":[0,200],"val_loss":[10.9,5.5]}}}</c>.
/// </summary>
/// <remarks>
/// Groups are joined by their step list. The public runs in this form (Schaipp et al. 2025, arXiv:2501.18965) come from epfml's
/// trainer, which counts an update before it logs: its labels start at 1 and its rate is that of the next update.
/// </remarks>
sealed class RunDumpReader : IRunReader
{
    // The whole document is held at once.
    const int Largest = 1 << 26;

    public string Name => "run dump";

    public bool Recognises(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        if (head.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return false;
        var history = head.IndexOf("\"history\""u8);
        return history >= 0 && (head[history..].IndexOf("\"iter\""u8) >= 0 || head[history..].IndexOf("\"step\""u8) >= 0);
    }

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (source.Length > Largest) throw new InputException(source.Path, 0, "the JSON document is larger than 64 MiB; write one object a line.");
        var cells = new SortedDictionary<int, List<(string Name, double Value)>>();
        try
        {
            using var document = JsonDocument.Parse(source.Stream, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.TryGetProperty("history", out var history) && history.ValueKind == JsonValueKind.Object)
            {
                foreach (var group in history.EnumerateObject())
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (group.Value.ValueKind == JsonValueKind.Object) Collect(group.Value, query, cells);
                }
            }
        }
        catch (JsonException error)
        {
            throw new InputException(source.Path, (error.LineNumber ?? 0) + 1, "the document is cut off or is not JSON.", error);
        }

        var names = cells.Values.SelectMany(row => row).Select(cell => cell.Name).Distinct(StringComparer.Ordinal).ToList();
        var rows = new LogBuilder(source, Name)
        {
            Convention = LogConvention.FromOneRateAhead,
            HeaderLine = 0,
            Names = names,
            IfEmpty = "history has no list of steps with losses beside it.",
        };
        var columns = names.ToDictionary(name => name, rows.AddColumn, StringComparer.Ordinal);
        foreach (var (step, row) in cells)
        {
            rows.StartRow(step, 0);
            foreach (var (name, value) in row) rows.Set(columns[name], value);
        }

        return rows.Build();
    }

    static void Collect(JsonElement group, LogQuery query, SortedDictionary<int, List<(string Name, double Value)>> cells)
    {
        var steps = group.EnumerateObject().FirstOrDefault(list => ColumnNames.Classify(list.Name).Role == ColumnRole.Step).Value;
        if (steps.ValueKind != JsonValueKind.Array) return;
        int[] at = [.. steps.EnumerateArray().Select(step =>
            step.ValueKind == JsonValueKind.Number && step.TryGetInt32(out var whole) && whole is >= 0 and <= LogBuilder.LargestStep ? whole : -1)];
        foreach (var list in group.EnumerateObject())
        {
            if (list.Value.ValueKind != JsonValueKind.Array || !query.Wants(list.Name)) continue;
            var i = 0;
            foreach (var item in list.Value.EnumerateArray())
            {
                var step = i < at.Length ? at[i++] : -1;
                if (step < 0 || item.ValueKind != JsonValueKind.Number) continue;
                if (!cells.TryGetValue(step, out var row)) cells[step] = row = [];
                row.Add((list.Name, item.GetDouble()));
            }
        }
    }
}
