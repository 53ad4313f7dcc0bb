using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>Writes a schedule document as the fields of a file.</summary>
static class ScheduleFields
{
    public static readonly string[] Known =
        ["schedule", "name", "unit", "index", "peak", "total", "sequence", "steps_per_epoch", "stages", "multipliers", "batch", "origin"];

    public static readonly string[] OfStage = ["to", "shape", "from_lr", "lr", "p", "rates", "spec"];

    public static readonly string[] OfOrigin = ["tool", "law", "fit", "predicted_loss"];

    public static MapNode Write(ScheduleDocument document)
    {
        var fields = new Fields();
        fields.Add("schedule", ScheduleDocument.Version);
        fields.Add("name", document.Name);
        fields.Add("unit", Names.Kebab($"{document.Unit}"));
        fields.Add("index", document.Index == UpdateIndex.FirstUpdateIs0 ? "first-update-is-0" : "first-update-is-1");
        fields.Add("peak", document.Peak);
        fields.Add("total", document.Total);
        fields.Add("sequence", document.Sequence);
        fields.Add("steps_per_epoch", document.StepsPerEpoch);
        fields.Add("stages", new ListNode([.. document.Stages.Select(Stage)]));
        if (document.Multipliers.Count > 0)
            fields.Add("multipliers", new MapNode([.. document.Multipliers.Select(group => new KeyValuePair<string, FieldNode>(group.Group, Number(group.Factor)))]));
        if (document.Batch is [{ To: null } single]) fields.Add("batch", single.Size);
        else if (document.Batch.Count > 0) fields.Add("batch", new ListNode([.. document.Batch.Select(Batch)]));
        if (document.Origin is { } origin) fields.Add("origin", Origin(origin));
        return fields.Node;
    }

    static MapNode Stage(ScheduleStage stage)
    {
        var fields = new Fields();
        fields.Add("to", stage.To);
        fields.Add("shape", stage.Shape);
        fields.Add("from_lr", stage.From);
        fields.Add("lr", stage.Lr);
        fields.Add("p", stage.Exponent);
        if (stage.Rates is { } rates) fields.Add("rates", new ListNode([.. rates.Select(Number)]));
        fields.Add("spec", stage.Spec?.ToString());
        return fields.Node;
    }

    static MapNode Batch(BatchStage stage)
    {
        var fields = new Fields();
        fields.Add("to", stage.To);
        fields.Add("size", stage.Size);
        return fields.Node;
    }

    static MapNode Origin(ScheduleOrigin origin)
    {
        var fields = new Fields();
        fields.Add("tool", origin.Tool);
        fields.Add("law", origin.Law);
        fields.Add("fit", origin.Fit);
        var loss = new Fields();
        loss.Add("mean", origin.Mean);
        loss.Add("lo", origin.Low);
        loss.Add("hi", origin.High);
        if (loss.Node.Fields.Count > 0) fields.Add("predicted_loss", loss.Node);
        return fields.Node;
    }

    static FieldNode Number(double value) => new ScalarNode(NumberText.Exact(value), IsText: false);

    sealed class Fields
    {
        readonly List<KeyValuePair<string, FieldNode>> fields = [];

        public MapNode Node => new(fields);

        public void Add(string key, FieldNode node) => fields.Add(new(key, node));

        public void Add(string key, string? text)
        {
            if (text is not null) Add(key, new ScalarNode(text, IsText: true));
        }

        public void Add(string key, double? value)
        {
            if (value is { } number) Add(key, Number(number));
        }

        public void Add(string key, Amount? amount)
        {
            if (amount is { Unit.Length: > 0 } said) Add(key, said.ToString());
            else Add(key, amount?.Value);
        }

        public void Add(string key, int value) => Add(key, new ScalarNode(value.ToString(CultureInfo.InvariantCulture), IsText: false));
    }
}
