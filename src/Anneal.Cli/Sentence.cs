namespace Anneal.Cli;

/// <summary>Pieces of messages.</summary>
static class Sentence
{
    /// <summary><c>a, b or c</c>.</summary>
    public static string List(IReadOnlyList<string> words, string conjunction) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => $"{string.Join(", ", words.Take(words.Count - 1))} {conjunction} {words[^1]}",
    };

    /// <summary>Ends a sentence about an unknown word: with what was meant, where a known word is near, else with a full stop.</summary>
    public static string End(string word, IEnumerable<string> known) =>
        Names.DidYouMean(word, known) is { Length: > 0 } question ? question : ".";
}
