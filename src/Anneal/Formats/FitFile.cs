using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anneal.Formats;

/// <summary>
/// Fits in files: one JSON object, numbers in the fewest digits that read back to the same bits, null for what is not known or
/// not finite. What is read equals what was written.
/// </summary>
public static class FitFile
{
    /// <summary>The value of the field <c>format</c>.</summary>
    public const string Format = "anneal-fit";

    /// <summary>The version that is written and read; it rises when a field changes its meaning or goes.</summary>
    public const int SchemaVersion = 1;

    // Beyond this it is a log, and not worth reading into memory.
    const long LargestFile = 16 << 20;

    const string Remedy = "a fit file is what 'anneal fit RUN… --out FIT.json' writes";

    /// <summary>Writes a fit, whole or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, SavedFit saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        AtomicFile.Write(path, stream => Write(stream, saved));
    }

    /// <summary>Writes a fit to a stream, which the caller still owns.</summary>
    public static void Write(Stream stream, SavedFit saved)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(saved);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        FitFields.Write(json, saved);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the fields of a fit into an object that has its <c>schemaVersion</c> already.</summary>
    public static void WriteFields(Utf8JsonWriter json, SavedFit saved)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(saved);
        FitFields.Write(json, saved);
    }

    /// <summary>Reads a fit.</summary>
    /// <exception cref="InputException">The file is not there, no fit file, cut off, or of another version; or its law is not known.</exception>
    public static SavedFit Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new InputException(path, 0, $"this is a folder; {Remedy}.");
        if (!File.Exists(path)) throw new InputException(path, 0, $"there is no such file; {Remedy}.");
        using var source = LogFiles.Open(path);
        if (source.Length > LargestFile) throw new InputException(path, 0, $"this is no fit file, it has {source.Length >> 20} MiB; {Remedy}.");
        try
        {
            using var document = JsonDocument.Parse(source.Stream);
            return FitFields.Read(Checked(new JsonFields(document.RootElement, path)));
        }
        catch (JsonException error)
        {
            // Lines count from 0 there, and the place of a file that is cut off is its end.
            var line = (error.LineNumber ?? -1) + 1;
            throw new InputException(path, line, $"this is no fit file, or it is cut off: here the JSON breaks off; {Remedy}.", error);
        }
        catch (IOException error)
        {
            throw new InputException(path, 0, $"the file cannot be read: {error.Message}", error);
        }
    }

    static JsonFields Checked(JsonFields fields)
    {
        if (!fields.IsObject || !fields.Has("format") || fields.Text("format") != Format)
            throw fields.Wrong($"this is JSON but no fit file; {Remedy}");
        var version = fields.Whole("schemaVersion");
        return version == SchemaVersion
            ? fields
            : throw fields.Wrong(FormattableString.Invariant(
                $"this fit file is of version {version}, and this anneal reads version {SchemaVersion}; fit the runs again, or use the anneal that wrote it"));
    }
}
