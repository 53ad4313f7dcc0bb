using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Anneal.Formats;

/// <summary>YAML as nodes and back, by events: no tags, no anchors, no aliases, one document, so nothing is executed or expanded.</summary>
static class YamlNodes
{
    const int Deepest = 32;

    static readonly SearchValues<char> Marks = SearchValues.Create(",:#[]{}\"'");

    /// <summary>Reads a document.</summary>
    /// <exception cref="InputException">It is not YAML, or uses what is not allowed here.</exception>
    public static FieldNode Read(TextReader text, string path)
    {
        var yaml = new Parser(text);
        try
        {
            yaml.Consume<StreamStart>();
            if (!yaml.TryConsume<DocumentStart>(out _)) throw new InputException(path, 1, "the file is empty.");
            var root = Node(yaml, path, 0);
            yaml.Consume<DocumentEnd>();
            if (!yaml.Accept<StreamEnd>(out _)) throw new InputException(path, Line(yaml), "there is a second document; keep one.");
            return root;
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException)
        {
            // The scanner throws the second kind at some broken scalars, without a place.
            var (line, reason) = error is YamlException { Start.Line: var at }
                ? (at, (error.InnerException ?? error).Message.TrimEnd('.'))
                : (yaml.Current?.End.Line ?? 1, "a value cannot be scanned");
            throw new InputException(path, Math.Max(1, line), $"this is not YAML: {reason}.", error);
        }
    }

    /// <summary>Writes a document: the root in lines, what is inside on one line each.</summary>
    public static void Write(MapNode root, TextWriter writer)
    {
        var yaml = new Emitter(writer, new EmitterSettings(bestIndent: 2, bestWidth: 120, isCanonical: false, maxSimpleKeyLength: 1024).WithNewLine("\n"));
        yaml.Emit(new StreamStart());
        yaml.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(yaml, root, 0);
        yaml.Emit(new DocumentEnd(isImplicit: true));
        yaml.Emit(new StreamEnd());
    }

    static FieldNode Node(Parser yaml, string path, int depth)
    {
        var line = Line(yaml);
        if (depth > Deepest) throw new InputException(path, line, "the file is nested too deeply.");
        if (yaml.Accept<NodeEvent>(out var node) && (!node.Anchor.IsEmpty || (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)))
            throw new InputException(path, line, "tags, anchors and aliases are not supported; write the value itself.");
        if (yaml.TryConsume<Scalar>(out var scalar)) return new ScalarNode(scalar.Value, scalar.Style is not ScalarStyle.Plain, line);
        if (yaml.TryConsume<SequenceStart>(out _))
        {
            var items = new List<FieldNode>();
            while (!yaml.TryConsume<SequenceEnd>(out _)) items.Add(Node(yaml, path, depth + 1));
            return new ListNode(items, line);
        }

        if (!yaml.TryConsume<MappingStart>(out _))
            throw new InputException(path, line, "tags, anchors and aliases are not supported; write the value itself.");
        var fields = new List<KeyValuePair<string, FieldNode>>();
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            var at = Line(yaml);
            var key = Node(yaml, path, depth + 1) is ScalarNode { Text: var word } ? word : throw new InputException(path, at, "a key is one word.");
            if (fields.Exists(field => field.Key == key)) throw new InputException(path, at, $"the key {Names.Quote(key)} stands twice; keep one.");
            fields.Add(new(key, Node(yaml, path, depth + 1)));
        }

        return new MapNode(fields, line);
    }

    static void Emit(Emitter yaml, FieldNode node, int depth)
    {
        switch (node)
        {
            case ScalarNode scalar:
                yaml.Emit(new Scalar(
                    AnchorName.Empty, TagName.Empty, scalar.Text, scalar.IsText && MustQuote(scalar.Text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any, true, true));
                break;
            case ListNode list:
                yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, depth < 2 ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var item in list.Items) Emit(yaml, item, depth + 1);
                yaml.Emit(new SequenceEnd());
                break;
            case MapNode map:
                yaml.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, depth == 0 ? MappingStyle.Block : MappingStyle.Flow));
                foreach (var (key, value) in map.Fields)
                {
                    Emit(yaml, new ScalarNode(key, IsText: true), depth + 1);
                    Emit(yaml, value, depth + 1);
                }

                yaml.Emit(new MappingEnd());
                break;
        }
    }

    // Texts that another reader would take for a number, a truth or nothing.
    static bool MustQuote(string text) =>
        text.Length == 0 || !char.IsAsciiLetter(text[0]) || text.AsSpan().ContainsAny(Marks)
        || text.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or "INF" or "NAN";

    static long Line(Parser yaml) => yaml.Accept<ParsingEvent>(out var next) ? Math.Max(1, next.Start.Line) : 1;
}
