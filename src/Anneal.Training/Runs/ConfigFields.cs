using System.Globalization;
using Anneal.Formats;

namespace Anneal.Training.Runs;

/// <summary>
/// The keys of one mapping of a configuration. Whoever reads a value makes its key known; <see cref="Done"/> refuses the others.
/// </summary>
sealed class ConfigFields(MapNode map, string path, string what)
{
    readonly List<string> known = [];

    /// <summary>The fields of a part that is either the name of its kind or a mapping with <c>kind</c>.</summary>
    public static ConfigFields Part(FieldNode node, string path, string what)
    {
        var map = node switch
        {
            MapNode fields => fields,
            ScalarNode scalar => new MapNode([new("kind", scalar)], node.Line),
            _ => throw new InputException(path, node.Line, $"'{what}' is the name of a kind, or fields of which one is 'kind'."),
        };
        return new(map, path, what);
    }

    /// <summary>All keys, as they stand.</summary>
    public IEnumerable<string> Keys => map.Fields.Select(pair => pair.Key);

    /// <summary>The kind, without which nothing is known.</summary>
    public string Kind() => Word("kind") ?? throw new InputException(path, map.Line, $"{what} has no 'kind'.");

    /// <summary>The value of a key, as it stands.</summary>
    public FieldNode? this[string key]
    {
        get
        {
            known.Add(key);
            return map[key];
        }
    }

    public string? Word(string key) => this[key] switch
    {
        null => null,
        ScalarNode scalar => scalar.Text.Trim(),
        var node => throw Wrong(node, $"'{key}' is one value."),
    };

    public int? Whole(string key, int min, int max = int.MaxValue) => this[key] is { } node ? Whole(node, key, min, max) : null;

    public int Whole(FieldNode node, string key, int min, int max = int.MaxValue) =>
        Value(node) is { } value && value == Math.Floor(value) && value >= min && value <= max
            ? (int)value
            : throw Wrong(node, max == int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"'{key}' is a whole number of at least {min}.")
                : string.Create(CultureInfo.InvariantCulture, $"'{key}' is a whole number from {min} to {max}."));

    public double? Number(string key, double min, double max = double.MaxValue) => this[key] switch
    {
        null => null,
        var node when Value(node) is { } value && value >= min && value <= max => value,
        var node => throw Wrong(node, max == double.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"'{key}' is a number of at least {min}.")
            : string.Create(CultureInfo.InvariantCulture, $"'{key}' is a number from {min} to {max}.")),
    };

    public bool? Truth(string key) => Word(key) switch
    {
        null => null,
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => throw Wrong(map[key]!, $"'{key}' is true or false."),
    };

    public IReadOnlyList<int>? Wholes(string key, int min) => this[key] switch
    {
        null => null,
        ListNode list => [.. list.Items.Select(item => Whole(item, key, min))],
        var node => [Whole(node, key, min)],
    };

    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Word(key) is not { } word) return otherwise;
        foreach (var (name, value) in choices)
        {
            if (name == word) return value;
        }

        string[] names = new string[choices.Length];
        for (var i = 0; i < names.Length; i++) names[i] = choices[i].Word;
        throw Unknown(key, word, names);
    }

    /// <summary>An error at a key's value, or at the mapping.</summary>
    public InputException Wrong(FieldNode? node, string clause) =>
        path.Length > 0 ? new(path, node?.Line ?? map.Line, clause) : new($"{char.ToUpperInvariant(clause[0])}{clause.AsSpan(1)}");

    /// <summary>An error at a key's value.</summary>
    public InputException Wrong(string key, string clause) => Wrong(map[key], clause);

    /// <summary>There is no such thing.</summary>
    public InputException Unknown(string key, string word, IReadOnlyList<string> names) => Wrong(
        map[key], $"there is no {(key == "kind" ? what : $"'{key}'")} {Names.Quote(word)}{Names.DidYouMean(word, names)} (there are {string.Join(", ", names)}).");

    /// <summary>Refuses what nobody asked for.</summary>
    public void Done()
    {
        foreach (var (key, value) in map.Fields)
        {
            if (!known.Contains(key, StringComparer.Ordinal))
                throw Wrong(value, $"{what} has no key {Names.Quote(key)}{Names.DidYouMean(key, known)} (the keys are {string.Join(", ", known.Distinct(StringComparer.Ordinal))}).");
        }
    }

    static double? Value(FieldNode node) =>
        node is ScalarNode scalar
        && double.TryParse(scalar.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;
}
