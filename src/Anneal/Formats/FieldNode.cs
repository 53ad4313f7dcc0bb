namespace Anneal.Formats;

/// <summary>A value of a file that may be YAML or JSON: a scalar, a list or fields, with the line it stands on (0: unknown).</summary>
abstract record FieldNode(long Line);

/// <summary>A number, a word or a text.</summary>
/// <param name="Text">What stands there, without quotes.</param>
/// <param name="IsText">Whether it is a text even where it looks like a number.</param>
/// <param name="Line">The line.</param>
sealed record ScalarNode(string Text, bool IsText, long Line = 0) : FieldNode(Line);

/// <summary>A list.</summary>
sealed record ListNode(IReadOnlyList<FieldNode> Items, long Line = 0) : FieldNode(Line);

/// <summary>Fields, in the order they stand in.</summary>
sealed record MapNode(IReadOnlyList<KeyValuePair<string, FieldNode>> Fields, long Line = 0) : FieldNode(Line)
{
    public FieldNode? this[string key] => Fields.FirstOrDefault(field => field.Key == key).Value;
}
