using System.Text.Json;

namespace Anneal.Formats;

/// <summary>
/// Hugging Face's <c>trainer_state.json</c>: the objects of <c>log_history</c>, training rows
/// (<c>{"epoch":0.01,"learning_rate":8.9e-06,"loss":0.0937,"step":100}</c>) and evaluations (<c>{"eval_loss":1.386,"step":100}</c>). The last
/// row's <c>train_loss</c>, a mean over all training, is no point of a curve and is left out.
/// </summary>
/// <remarks>
/// The first update is step 1 and a loss the mean since the row before. Before version 4.51 the rate was read after the
/// scheduler's step, so that it was the next update's; since then it is the row's own. The file does not name the version, but
/// a rise from 0 or a fall to 0 at the last step tells (<see cref="RateIsAhead"/>); otherwise it is taken to be the row's own.
/// </remarks>
sealed class TrainerStateReader : IRunReader
{
    const string History = "log_history";

    public string Name => "Hugging Face";

    public bool Recognises(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        return head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && head.IndexOf("\"log_history\""u8) >= 0;
    }

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        var json = new JsonTokens(source, progress, cancellation);
        var row = new LogRow();
        var rows = new LogBuilder(source, Name)
        {
            Convention = LogConvention.FromOne with { IsMeanSinceLastRow = true },
            HeaderLine = 0,
            Names = row.Keys,
            IfEmpty = "log_history has no row with a step; nothing has been logged yet.",
        };
        var columns = new List<int>();
        var (inHistory, lastStep, key) = (false, (double?)null, "");
        while (json.Next())
        {
            switch (json.Kind)
            {
                case JsonTokenType.PropertyName:
                    key = json.Text;
                    break;
                case JsonTokenType.StartArray when json.Depth == 1:
                    inHistory = key == History;
                    break;
                case JsonTokenType.EndArray when json.Depth == 1:
                    inHistory = false;
                    break;
                case JsonTokenType.StartObject when inHistory && json.Depth == 2:
                    row.Clear();
                    break;
                case JsonTokenType.EndObject when inHistory && json.Depth == 2:
                    Add(rows, row, columns, query, json.Line);
                    break;
                case JsonTokenType.Number or JsonTokenType.String when json.Number is { } number:
                    if (inHistory && json.Depth == 3 && key == "step") row.Step = number;
                    else if (inHistory && json.Depth == 3) row.Add(key, number);
                    else if (json.Depth == 1 && key == "max_steps") lastStep = number;
                    break;
            }
        }

        if (json.IsCutOff) rows.TruncatedLine = json.Line;
        var log = rows.Build();
        if (RateIsAhead(log, lastStep)) log.Convention = log.Convention with { RateShift = 0 };
        return log;
    }

    /// <summary>
    /// Whether rows hold the next update's rate: a linear warm-up begins with rate 0 at the first update, so the line through
    /// its rows meets 0 at label 1 if rates are the rows' own and at 0 if they are ahead; and a decay to 0 would reach it one
    /// update after the last, so only rates that are ahead are 0 there.
    /// </summary>
    static bool RateIsAhead(RawLog log, double? lastStep)
    {
        var (at, rates) = log.Series(log.Best(ColumnRole.Rate));
        if (at.Length < 3) return false;
        // Indices are labels − 1 here.
        var steps = at.Span;
        var rate = rates.Span;
        if (steps[^1] + 1 == lastStep && rate[^2] > 0) return rate[^1] == 0;
        var (first, second, third) = (rate[0] / (steps[0] + 1), rate[1] / (steps[1] + 1), rate[2] / (steps[2] + 1));
        return first > 0 && Math.Abs(second - first) < 1e-3 * first && Math.Abs(third - first) < 1e-3 * first;
    }

    static void Add(LogBuilder rows, LogRow row, List<int> columns, LogQuery query, long line)
    {
        // The summary at the end of training.
        if (row.Find("train_runtime") is not null || row.Find("total_flos") is not null) return;
        if (row.Step is not { } step || !(step >= 0 && step <= LogBuilder.LargestStep && step == Math.Floor(step)))
        {
            rows.Unreadable.Add("its step is not a whole number from 0 to 200 million", line);
            return;
        }

        rows.StartRow((int)step, line);
        while (columns.Count < row.Keys.Count)
        {
            var key = row.Keys[columns.Count];
            columns.Add(query.Wants(key) ? rows.AddColumn(key) : -1);
        }

        foreach (var (place, value) in row.Cells)
        {
            if (columns[place] >= 0) rows.Set(columns[place], value);
        }
    }
}
