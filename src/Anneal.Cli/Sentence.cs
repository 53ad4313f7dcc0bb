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

    /// <summary><c> Did you mean 'fit'?</c> where a word is near, else nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> words) =>
        Nearest(word, words) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    // At most a third of the letters may be wrong; of equally near words the first wins.
    static string? Nearest(string word, IEnumerable<string> words)
    {
        var (best, distance) = ((string?)null, Math.Max(1, word.Length / 3) + 1);
        foreach (var candidate in words)
        {
            var d = Distance(word, candidate);
            if (d < distance) (best, distance) = (candidate, d);
        }

        return best;
    }

    // Optimal string alignment: insertions, deletions, changes and swaps of neighbours, without regard to case.
    static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
