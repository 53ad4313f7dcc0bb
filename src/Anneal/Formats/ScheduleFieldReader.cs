using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>Reads a schedule document from the fields of a file; what is unknown, missing or of another kind is an error with its line.</summary>
sealed class ScheduleFieldReader(string path)
{
    public ScheduleDocument Read(FieldNode root)
    {
        var map = Map(root, "the file", ScheduleFields.Known);
        if (Need(map, "schedule", "the version, 1") is not ScalarNode { Text: "1" })
            throw Wrong(map["schedule"], "this schedule file is of another version; 1 is known here.");
        return new ScheduleDocument
        {
            Name = Word(map, "name"),
            Unit = Word(map, "unit") is { } unit ? UnitOf(map, unit) : ScheduleUnit.Steps,
            Index = IndexOf(map),
            Peak = Number(map, "peak"),
            Total = Length(map, "total"),
            Sequence = Number(map, "sequence"),
            StepsPerEpoch = Number(map, "steps_per_epoch"),
            Stages = Stages(map),
            Multipliers = map["multipliers"] is { } groups
                ? new([.. Map(groups, "multipliers", null).Fields.Select(field => new GroupMultiplier(field.Key, Number(field.Value, field.Key)))])
                : [],
            Batch = map["batch"] switch
            {
                null => [],
                ListNode list => new([.. list.Items.Select(Batch)]),
                var size => [new BatchStage(null, Number(size, "batch"))],
            },
            Origin = map["origin"] is { } origin ? Origin(Map(origin, "origin", ScheduleFields.OfOrigin)) : null,
        };
    }

    ValueList<ScheduleStage> Stages(MapNode map)
    {
        var items = List(Need(map, "stages", "a list of stages"), "stages");
        return items.Count > 0 ? [.. items.Select(Stage)] : throw Wrong(map["stages"], "'stages' is empty; a schedule has at least one.");
    }

    ScheduleStage Stage(FieldNode node, int place)
    {
        var map = Map(node, FormattableString.Invariant($"stages[{place}]"), ScheduleFields.OfStage);
        var (rates, spec) = (map["rates"], Word(map, "spec"));
        var shape = Word(map, "shape") ?? (spec is not null ? ScheduleStage.Notation : rates is not null ? ScheduleStage.Table : "constant");
        shape = shape switch { "1-sqrt" => "one-minus-sqrt", "exp" => "exponential", _ => shape.Replace('_', '-') };
        string[] shapes = ["constant", ScheduleStage.Table, ScheduleStage.Notation, .. DecayShape.Names];
        if (!shapes.Contains(shape))
            throw Wrong(map["shape"], $"there is no shape {Names.Quote(shape)}{Names.DidYouMean(shape, shapes)} There are: {string.Join(", ", shapes)}.");
        return new ScheduleStage
        {
            To = Length(map, "to"),
            Shape = shape,
            From = Length(map, "from_lr"),
            Lr = Length(map, "lr"),
            Exponent = Number(map, "p"),
            Rates = rates is null ? null : new([.. List(rates, "rates").Select(item => Number(item, "rates"))]),
            Spec = spec is null ? null : Notation(map["spec"]!, spec),
        };
    }

    Schedule Notation(FieldNode node, string spec)
    {
        try
        {
            return ScheduleNotation.Parse(spec);
        }
        catch (InputException error)
        {
            throw Wrong(node, error.Message);
        }
    }

    BatchStage Batch(FieldNode node)
    {
        var map = Map(node, "batch", ["to", "size"]);
        return new(Length(map, "to"), Number(Need(map, "size", "the samples per update"), "size"));
    }

    ScheduleOrigin Origin(MapNode map)
    {
        var loss = map["predicted_loss"] is { } node ? Map(node, "predicted_loss", ["mean", "lo", "hi"]) : new MapNode([]);
        return new ScheduleOrigin
        {
            Tool = Word(map, "tool"),
            Law = Word(map, "law"),
            Fit = Word(map, "fit"),
            Mean = Number(loss, "mean"),
            Low = Number(loss, "lo"),
            High = Number(loss, "hi"),
        };
    }

    // A convention that is left out is a convention that two people read in two ways.
    UpdateIndex IndexOf(MapNode map) => Word(map, "index") switch
    {
        "first-update-is-0" => UpdateIndex.FirstUpdateIs0,
        "first-update-is-1" => UpdateIndex.FirstUpdateIs1,
        _ => throw Wrong(map["index"] ?? map, "'index' says which index of a stage the first update reads: first-update-is-0 (a warm-up from 0 begins at 0) or first-update-is-1."),
    };

    ScheduleUnit UnitOf(MapNode map, string unit) => unit switch
    {
        "steps" => ScheduleUnit.Steps,
        "tokens" => ScheduleUnit.Tokens,
        "samples" => ScheduleUnit.Samples,
        "epochs" => ScheduleUnit.Epochs,
        _ => throw Wrong(map["unit"], $"'unit' is steps, tokens, samples or epochs, not {Names.Quote(unit)}."),
    };

    MapNode Map(FieldNode node, string what, string[]? known)
    {
        if (node is not MapNode map) throw Wrong(node, $"{what}: here 'key: value' fields are expected.");
        if (known is not null && map.Fields.FirstOrDefault(field => !known.Contains(field.Key)) is { Key: { } key } other)
        {
            throw Wrong(other.Value,
                $"{what} has no key {Names.Quote(key)}{Names.DidYouMean(key, known)} (the keys are {string.Join(", ", known)}).");
        }

        return map;
    }

    FieldNode Need(MapNode map, string key, string what) => map[key] ?? throw Wrong(map, $"'{key}' is missing: {what}.");

    IReadOnlyList<FieldNode> List(FieldNode node, string key) => node is ListNode list ? list.Items : throw Wrong(node, $"'{key}' is a list.");

    string? Word(MapNode map, string key) => map[key] switch
    {
        null => null,
        ScalarNode scalar => scalar.Text.Trim(),
        var node => throw Wrong(node, $"'{key}' is one value."),
    };

    Amount? Length(MapNode map, string key) => Word(map, key) is not { } text ? null : Amount.Parse(text)
        ?? throw Wrong(map[key], $"'{key}' is {Names.Quote(text)}; it is a number of at least 0, with a unit such as % or tok where it needs one.");

    double? Number(MapNode map, string key) => map[key] is { } node ? Number(node, key) : null;

    double Number(FieldNode node, string key) =>
        node is ScalarNode scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0
            ? value
            : throw Wrong(node, $"'{key}' takes a number of at least 0.");

    InputException Wrong(FieldNode? node, string clause) => new(path, node?.Line ?? 0, clause);
}
