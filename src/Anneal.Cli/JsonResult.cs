using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anneal.Cli;

/// <summary>
/// JSON as every verb writes it: indented, UTF-8, doubles in the fewest digits that read back to the same bits, and null for
/// what is not a finite number.
/// </summary>
static class JsonResult
{
    /// <summary>Rises when a field changes its meaning or goes; new fields do not raise it.</summary>
    public const int SchemaVersion = 1;

    public static void Write(TextWriter output, string command, Action<Utf8JsonWriter> fields) => Write(output, command, fields, indented: true);

    /// <summary>The same in one line, for a verb that writes one after another.</summary>
    public static void WriteLine(TextWriter output, string command, Action<Utf8JsonWriter> fields) => Write(output, command, fields, indented: false);

    static void Write(TextWriter output, string command, Action<Utf8JsonWriter> fields, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = indented,
            NewLine = "\n",
            // The result goes to a file or a terminal, not into a web page; names and formulas stay legible.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("command", command);
            fields(json);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    public static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.Number(value);
    }

    public static void Number(this Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>An object with fields of its own.</summary>
    public static void Object(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> fields)
    {
        json.WriteStartObject(name);
        fields(json);
        json.WriteEndObject();
    }

    /// <summary>A list of objects, one an item.</summary>
    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
