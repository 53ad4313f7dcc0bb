using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Training.Runs;

/// <summary>One setting of a part: its name in kebab case and its value as text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct PartSetting(string Name, string Value);

/// <summary>A part of a run that is made by the name of its kind: <c>muon</c>, or <c>{kind: muon, iterations: 3}</c>.</summary>
/// <param name="Kind">The name.</param>
/// <param name="Settings">What is not as the kind has it, by name, in alphabetical order.</param>
public sealed record PartConfig(string Kind, ValueList<PartSetting> Settings)
{
    /// <summary>A kind as it is.</summary>
    public PartConfig(string kind) : this(kind, []) { }

    /// <summary>The settings by name.</summary>
    public IReadOnlyDictionary<string, string> ByName => Settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);

    /// <summary>The value of a setting; null for the kind's own.</summary>
    public string? this[string name] => Settings.FirstOrDefault(setting => setting.Name == name).Value;

    internal FieldNode ToField() => new MapNode(
        [new("kind", ConfigNodes.Text(Kind)), .. Settings.Select(setting => new KeyValuePair<string, FieldNode>(setting.Name, new ScalarNode(setting.Value, IsText: !double.TryParse(setting.Value, System.Globalization.CultureInfo.InvariantCulture, out _))))]);

    internal static PartConfig Read(FieldNode node, string path, string what)
    {
        var fields = ConfigFields.Part(node, path, what);
        var settings = fields.Keys.Where(key => key != "kind").Select(key => new PartSetting(key.Replace('_', '-').ToLowerInvariant(), fields.Word(key)!));
        return new(fields.Kind(), [.. settings.OrderBy(setting => setting.Name, StringComparer.Ordinal)]);
    }
}
