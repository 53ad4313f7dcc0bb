using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>Collects the scalars of one run's event files, in the order in which they were written.</summary>
/// <remarks>
/// As TensorBoard does, a session that starts at a step voids all later values, and a step that falls voids the later values of
/// its tag. DeepSpeed's tags <c>Train/Samples/…</c> count samples: see <see cref="SampleSteps"/>.
/// </remarks>
sealed class EventSeries(LogBuilder rows, LogQuery query, HashSet<string> names)
{
    const string InSamples = "Train/Samples/";

    readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    readonly ScalarEvent scalars = new();
    SampleSteps? samples;
    long before;

    /// <summary>Reads a file to its end.</summary>
    public void Read(LogSource source, IProgress<long>? progress, CancellationToken cancellation)
    {
        var bad = new Tally();
        var records = new EventRecords(new ByteWindow(source.Stream, progress, cancellation), bad);
        while (records.Next(out var record))
        {
            try
            {
                scalars.Read(record);
            }
            catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException)
            {
                bad.Add("a record is no event", records.Number);
                continue;
            }

            Take(before + records.Number);
        }

        foreach (var fault in bad.Faults) rows.Unreadable.Add(fault.Reason, fault.FirstLine + before, fault.Count);
        before += records.Number;
        if (records.IsCutOff) rows.TruncatedLine = before + 1;
    }

    /// <summary>What was collected.</summary>
    /// <exception cref="InputException">Nothing was, or it cannot be used.</exception>
    public RawLog Build()
    {
        samples?.Finish();
        rows.Convention = samples?.Convention ?? ToolKeys.Convention(names);
        return rows.Build();
    }

    void Take(long number)
    {
        var isStep = scalars.Step is >= 0 and <= LogBuilder.LargestStep;
        if (scalars.IsStart && isStep) rows.GoBackTo((int)scalars.Step, number);
        foreach (var (tag, value) in scalars.Values)
        {
            if (!columns.TryGetValue(tag, out var column)) column = Include(tag);
            if (column < 0) continue;
            if (tag.StartsWith(InSamples, StringComparison.Ordinal)) (samples ??= new(rows)).Add(column, scalars.Step, value, number);
            else if (isStep) rows.Add(column, (int)scalars.Step, value, number);
            else rows.Unreadable.Add("its step is not from 0 to 200 million", number);
        }
    }

    int Include(string tag)
    {
        var name = tag.StartsWith(InSamples, StringComparison.Ordinal) ? tag[InSamples.Length..] : tag;
        // Megatron-LM writes every curve again over samples.
        var column = query.Wants(name) && !tag.EndsWith(" vs samples", StringComparison.Ordinal) ? rows.AddColumn(name) : -1;
        columns.Add(tag, column);
        names.Add(name);
        return column;
    }
}
