using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Training.Runs;

/// <summary>Samples per update up to an update.</summary>
/// <param name="To">The first update that is beyond it.</param>
/// <param name="Size">Samples.</param>
public readonly record struct BatchSizeStage(int To, int Size);

/// <summary>How many samples each update takes: stages, the last of which never ends.</summary>
/// <param name="Stages">At least one, in order.</param>
public sealed record BatchSizes(ValueList<BatchSizeStage> Stages)
{
    /// <summary>The most samples of an update: what memory holds.</summary>
    public const int Most = 1 << 20;

    /// <summary>One size.</summary>
    public static BatchSizes Constant(int size) => new([new(int.MaxValue, size)]);

    /// <summary>These up to an update, and one size from there on.</summary>
    public BatchSizes Then(int from, int size) => from == 0
        ? Constant(size)
        : new([.. Stages.Where((_, i) => i == 0 || Stages[i - 1].To < from).Select(stage => stage with { To = Math.Min(stage.To, from) }), new(int.MaxValue, size)]);

    /// <summary>The largest.</summary>
    public int Largest => Stages.Max(stage => stage.Size);

    /// <summary>Samples of an update.</summary>
    public int At(int step)
    {
        for (var i = 0; i < Stages.Count - 1; i++)
        {
            if (step < Stages[i].To) return Stages[i].Size;
        }

        return Stages[^1].Size;
    }

    /// <summary>Samples of updates 0 … steps − 1.</summary>
    public long Sum(int steps)
    {
        var (sum, from) = (0L, 0);
        for (var i = 0; i < Stages.Count; i++)
        {
            var to = i + 1 < Stages.Count ? Math.Min(Stages[i].To, steps) : steps;
            sum += (long)(to - from) * Stages[i].Size;
            from = to;
        }

        return sum;
    }

    internal FieldNode ToField() => Stages.Count == 1
        ? ConfigNodes.Number(Stages[0].Size)
        : new ListNode([.. Stages.Select((stage, i) => (FieldNode)ConfigNodes.Map(
            ("to", i + 1 < Stages.Count ? ConfigNodes.Number(stage.To) : null), ("size", ConfigNodes.Number(stage.Size))))]);

    internal static BatchSizes Read(ConfigFields fields, FieldNode node, string path)
    {
        if (node is not ListNode list) return Constant(fields.Whole(node, "batch", 1, Most));
        var stages = new List<BatchSizeStage>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map) throw fields.Wrong(item, "a stage of 'batch' is fields: {to: 500, size: 16}.");
            var stage = new ConfigFields(map, path, "a stage of 'batch'");
            var isLast = stages.Count + 1 == list.Items.Count;
            var to = stage.Whole("to", 1) ?? (isLast ? int.MaxValue : throw fields.Wrong(item, "only the last stage of 'batch' goes without 'to'."));
            if (stages.Count > 0 && to <= stages[^1].To) throw fields.Wrong(item, "the stages of 'batch' end one after another.");
            stages.Add(new(isLast ? int.MaxValue : to, stage.Whole("size", 1, Most) ?? throw fields.Wrong(item, "a stage of 'batch' has a 'size'.")));
            stage.Done();
        }

        return stages.Count > 0 ? new([.. stages]) : throw fields.Wrong(node, "'batch' is empty.");
    }
}
