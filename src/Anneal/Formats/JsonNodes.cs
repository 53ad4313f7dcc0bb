using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anneal.Formats;

/// <summary>JSON as nodes and back.</summary>
static class JsonNodes
{
    /// <summary>Reads a document; comments and trailing commas are let pass.</summary>
    /// <exception cref="InputException">It is not JSON.</exception>
    public static FieldNode Read(string text, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(
                text, new JsonDocumentOptions { MaxDepth = 32, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Node(json.RootElement, path);
        }
        catch (JsonException error)
        {
            throw new InputException(path, (error.LineNumber ?? 0) + 1, "this is not JSON, or it is nested too deeply.", error);
        }
    }

    /// <summary>Writes a document, indented.</summary>
    public static string Write(MapNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, root);
        }

        return $"{Encoding.UTF8.GetString(buffer.WrittenSpan)}\n";
    }

    static FieldNode Node(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = new List<KeyValuePair<string, FieldNode>>();
                foreach (var field in element.EnumerateObject())
                {
                    if (fields.Exists(known => known.Key == field.Name)) throw new InputException(path, 0, $"the key {Names.Quote(field.Name)} stands twice; keep one.");
                    fields.Add(new(field.Name, Node(field.Value, path)));
                }

                return new MapNode(fields);
            case JsonValueKind.Array:
                return new ListNode([.. element.EnumerateArray().Select(item => Node(item, path))]);
            case JsonValueKind.String:
                return new ScalarNode(element.GetString()!, IsText: true);
            default:
                return new ScalarNode(element.GetRawText(), IsText: false);
        }
    }

    static void Write(Utf8JsonWriter json, FieldNode node)
    {
        switch (node)
        {
            case MapNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Fields)
                {
                    json.WritePropertyName(key);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case ScalarNode { IsText: false } scalar when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                json.WriteNumberValue(number);
                break;
            case ScalarNode scalar:
                json.WriteStringValue(scalar.Text);
                break;
        }
    }
}
