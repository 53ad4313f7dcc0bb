using System.Text;
using System.Text.Json;

namespace Anneal.Formats;

/// <summary>Reads and writes schedule documents as YAML or JSON.</summary>
public static class ScheduleDocumentFile
{
    /// <summary>Whether these first bytes are a schedule file: YAML or JSON whose fields include <c>schedule</c> with a number.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble)) head = head[3..];
        if (head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return RecognisesJson(head);
        foreach (var line in new HeadLines(head))
        {
            if (line.StartsWith("schedule:"u8) && line["schedule:"u8.Length..].Trim(" \t\r"u8) is [>= (byte)'0' and <= (byte)'9', ..]) return true;
        }

        return false;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="path">How messages name it.</param>
    /// <exception cref="InputException">It is no schedule file; the message says where.</exception>
    public static ScheduleDocument Read(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isJson = text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{', ..];
        using var reader = new StringReader(text);
        var root = isJson ? JsonNodes.Read(text.TrimStart('\uFEFF'), path) : YamlNodes.Read(reader, path);
        return new ScheduleFieldReader(path).Read(root);
    }

    /// <summary>Writes YAML.</summary>
    public static string ToYaml(ScheduleDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var text = new StringWriter { NewLine = "\n" };
        YamlNodes.Write(ScheduleFields.Write(document), text);
        return text.ToString();
    }

    /// <summary>Writes JSON, indented.</summary>
    public static string ToJson(ScheduleDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return JsonNodes.Write(ScheduleFields.Write(document));
    }

    static bool RecognisesJson(ReadOnlySpan<byte> head)
    {
        var json = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
        try
        {
            while (json.Read())
            {
                if (json is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && json.ValueTextEquals("schedule"u8))
                    return json.Read() && json.TokenType == JsonTokenType.Number;
            }
        }
        catch (JsonException)
        {
            // Not JSON after all.
        }

        return false;
    }
}
