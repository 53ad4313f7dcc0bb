using System.Text;

namespace Anneal;

/// <summary>Names that people type: kebab case, the nearest known ones, and quoting for messages.</summary>
public static class Names
{
    const int Longest = 64;

    /// <summary><c>OneMinusSqrt</c> → <c>one-minus-sqrt</c>, <c>JSONLines</c> → <c>json-lines</c>.</summary>
    public static string Kebab(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var kebab = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }

    /// <summary>
    /// Up to three of <paramref name="known"/> that <paramref name="name"/> may have meant, nearest first: those within a third
    /// of their length in edits or, if there are none, those that contain it. Case is ignored, and <c>_</c> is as <c>-</c>.
    /// </summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > Longest) return [];
        var typed = Folded(name);
        var candidates = known
            .Select(candidate => (Name: candidate, Folded: Folded(candidate)))
            .Select(entry => (entry.Name, entry.Folded, Edits: Distance(typed, entry.Folded)))
            .OrderBy(entry => entry.Edits)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();
        var near = Array.FindAll(candidates, entry => entry.Edits <= Math.Max(1, Math.Max(typed.Length, entry.Folded.Length) / 3));
        if (near.Length == 0 && typed.Length > 2)
            near = Array.FindAll(candidates, entry => entry.Folded.Contains(typed, StringComparison.Ordinal));
        return [.. near.Take(3).Select(entry => entry.Name)];
    }

    /// <summary><c>; did you mean 'cosine' or 'cosine-restarts'?</c>, or nothing when no known name is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
    {
        var near = Nearest(name, known);
        return near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near.Select(Quote))}?";
    }

    /// <summary>
    /// The least number of inserted, deleted, replaced or swapped adjacent characters between two names, no stretch being
    /// edited twice (the optimal-string-alignment form of the Damerau–Levenshtein distance).
    /// </summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) edits[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) edits[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[left.Length, right.Length];
    }

    /// <summary>Text in single quotes for a message: at most 40 characters of it, control characters shown as <c>·</c>.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length > 40 ? string.Concat(text.AsSpan(0, 39), "…") : text;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) ? '·' : c))}'";
    }

    static string Folded(string name) => name.ToLowerInvariant().Replace('_', '-');
}
