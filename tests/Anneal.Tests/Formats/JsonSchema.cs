using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anneal.Tests.Formats;

/// <summary>As much of JSON Schema as the published schemas use; an unknown keyword is an error, so that none goes unchecked.</summary>
sealed class JsonSchema(JsonElement root)
{
    public static JsonSchema Read(string path) => new(JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    public bool Accepts(JsonElement value) => Accepts(root, value);

    bool Accepts(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" => true,
        "$ref" => Accepts(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value),
        "const" => value.GetRawText() == keyword.Value.GetRawText(),
        "enum" => keyword.Value.EnumerateArray().Any(item => item.GetRawText() == value.GetRawText()),
        "anyOf" => keyword.Value.EnumerateArray().Any(item => Accepts(item, value)),
        "type" => keyword.Value.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            var other => throw new NotSupportedException(other),
        },
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > keyword.Value.GetDouble(),
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object
            || keyword.Value.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var field) || Accepts(property.Value, field)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject()
            .Where(field => !(schema.TryGetProperty("properties", out var known) && known.TryGetProperty(field.Name, out _)))
            .All(field => keyword.Value.ValueKind != JsonValueKind.False && Accepts(keyword.Value, field.Value)),
        var other => throw new NotSupportedException(other),
    });
}
