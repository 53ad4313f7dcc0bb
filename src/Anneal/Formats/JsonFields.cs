using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Anneal.Formats;

/// <summary>The fields of a JSON object in a file; what is missing or of another kind is an error that names file and field.</summary>
readonly struct JsonFields(JsonElement element, string path, string place = "")
{
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsNull(string name) => !Has(name) || element.GetProperty(name).ValueKind == JsonValueKind.Null;

    public bool Has(string name) => IsObject && element.TryGetProperty(name, out _);

    /// <summary>A number; NaN for null.</summary>
    public double Number(string name) => Number(Field(name), name);

    /// <summary>A number that is not negative; NaN for null.</summary>
    public double NotNegative(string name) => Number(name) is var value && !(value < 0) ? value : throw Not(name, "a number of at least 0");

    public double? NumberOrNull(string name) => IsNull(name) ? null : Number(name);

    public int Whole(string name) => Field(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out var value)
        ? value
        : throw Not(name, "a whole number");

    public bool Flag(string name) => Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Not(name, "true or false"),
    };

    public string Text(string name) => Field(name) is { ValueKind: JsonValueKind.String } field ? field.GetString()! : throw Not(name, "a text");

    public string? TextOrNull(string name) => IsNull(name) ? null : Text(name);

    public JsonFields Object(string name) => Field(name) is { ValueKind: JsonValueKind.Object } field
        ? new JsonFields(field, path, $"{place}{name}.")
        : throw Not(name, "an object");

    public ImmutableArray<T> Objects<T>(string name, Func<JsonFields, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var item in List(name))
            items.Add(read(new JsonFields(item, path, string.Create(CultureInfo.InvariantCulture, $"{place}{name}[{items.Count}]."))));
        return items.ToImmutable();
    }

    public ImmutableArray<string> Texts(string name)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        foreach (var item in List(name)) items.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Not(name, "a list of texts"));
        return items.ToImmutable();
    }

    /// <summary>A list of lists of numbers, by rows.</summary>
    public ImmutableArray<double> Matrix(string name, int size)
    {
        var items = ImmutableArray.CreateBuilder<double>(size * size);
        foreach (var row in List(name))
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != size) throw Not(name, Square(size));
            foreach (var item in row.EnumerateArray()) items.Add(Number(item, name));
        }

        return items.Count == size * size ? items.MoveToImmutable() : throw Not(name, Square(size));
    }

    /// <summary>The names of an object's fields.</summary>
    public IEnumerable<string> Names => element.EnumerateObject().Select(entry => entry.Name);

    public InputException Wrong(string clause) => new(path, 0, $"{clause}.");

    JsonElement.ArrayEnumerator List(string name) => Field(name) is { ValueKind: JsonValueKind.Array } field
        ? field.EnumerateArray()
        : throw Not(name, "a list");

    double Number(JsonElement field, string name) => field.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.Number when field.TryGetDouble(out var value) && double.IsFinite(value) => value,
        _ => throw Not(name, "a number"),
    };

    JsonElement Field(string name) => IsObject && element.TryGetProperty(name, out var field)
        ? field
        : throw Wrong($"the fit file has no field '{place}{name}'; fit the runs again");

    InputException Not(string name, string wanted) => Wrong($"the field '{place}{name}' is not {wanted}; fit the runs again");

    static string Square(int size) => string.Create(CultureInfo.InvariantCulture, $"a table of {size} × {size} numbers");
}
