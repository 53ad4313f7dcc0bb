using System.Globalization;
using Anneal.Formats;

namespace Anneal.Training.Runs;

/// <summary>Values of a configuration as nodes, to be written.</summary>
static class ConfigNodes
{
    public static ScalarNode Text(string value) => new(value, IsText: true);

    public static ScalarNode Number(double value) => new(value.ToString("R", CultureInfo.InvariantCulture), IsText: false);

    public static ScalarNode Truth(bool value) => new(value ? "true" : "false", IsText: false);

    // Beyond 2^53 a number would lose its last digits.
    public static ScalarNode Seed(ulong value) => new(value.ToString(CultureInfo.InvariantCulture), IsText: value > 1UL << 53);

    public static ListNode List(IEnumerable<int> values) => new([.. values.Select(value => Number(value))]);

    /// <summary>Fields; those without a value are left out.</summary>
    public static MapNode Map(params ReadOnlySpan<(string Key, FieldNode? Value)> fields)
    {
        var list = new List<KeyValuePair<string, FieldNode>>();
        foreach (var (key, value) in fields)
        {
            if (value is not null) list.Add(new(key, value));
        }

        return new(list);
    }

    /// <summary>One text for equal values, whether they were read from YAML or from JSON.</summary>
    public static string Canonical(FieldNode? value) => value is null ? "nothing" : JsonNodes.Write(new([new("value", value)]));
}
