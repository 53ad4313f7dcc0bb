using System.Runtime.InteropServices;
using System.Text;

namespace Anneal.Training.Data;

/// <summary>
/// Tokens from bytes: 0 … 255 are the bytes, and each further token joins two earlier ones, the pair that was then the most frequent within
/// the words of a text. A word is a run of letters, of digits or of other signs with one space before it, or a run of white space.
/// </summary>
/// <remarks>Source: Sennrich, Haddow and Birch 2016, "Neural machine translation of rare words with subword units", on bytes.</remarks>
public sealed class BytePairs
{
    readonly Dictionary<(int Left, int Right), int> ranks = [];
    readonly List<byte[]> spellings = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b })];

    BytePairs() { }

    /// <summary>Tokens.</summary>
    public int Vocabulary => spellings.Count;

    /// <summary>Learns a vocabulary from a text; it stays smaller than asked for where no pair is left that occurs twice.</summary>
    /// <param name="text">Any bytes.</param>
    /// <param name="vocabulary">256 to 65,536 tokens.</param>
    /// <param name="cancellation">Looked at once a token.</param>
    public static BytePairs Learn(ReadOnlySpan<byte> text, int vocabulary, CancellationToken cancellation = default)
    {
        Require.Within(vocabulary, 256, 65_536);
        var pairs = new BytePairs();
        var words = Words(text);
        var places = new Dictionary<(int Left, int Right), (long Count, HashSet<int> Words)>();
        for (var word = 0; word < words.Count; word++) Count(places, words[word].Tokens, word, words[word].Count);
        while (pairs.Vocabulary < vocabulary)
        {
            cancellation.ThrowIfCancellationRequested();
            var (best, most) = ((0, 0), 1L);
            foreach (var (pair, place) in places)
            {
                // Of equally frequent pairs the first by its numbers, so that the order of a table never counts.
                if (place.Count > most || (place.Count == most && most > 1 && pair.CompareTo(best) < 0)) (best, most) = (pair, place.Count);
            }

            if (most < 2) break;
            var joined = pairs.Vocabulary;
            pairs.ranks.Add(best, joined);
            pairs.spellings.Add([.. pairs.spellings[best.Item1], .. pairs.spellings[best.Item2]]);
            foreach (var word in places[best].Words.ToArray())
            {
                var (tokens, count) = words[word];
                Count(places, tokens, word, -count);
                Join(tokens, best, joined);
                Count(places, tokens, word, count);
            }

            places.Remove(best);
        }

        return pairs;
    }

    /// <summary>The tokens of a text.</summary>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        var tokens = new List<int>(text.Length / 2);
        var known = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        while (text.Length > 0)
        {
            var length = WordLength(text);
            var spelling = Encoding.Latin1.GetString(text[..length]);
            if (!known.TryGetValue(spelling, out var word)) known.Add(spelling, word = Joined(text[..length]));
            tokens.AddRange(word);
            text = text[length..];
        }

        return [.. tokens];
    }

    /// <summary>The bytes of tokens.</summary>
    public byte[] Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new List<byte>(tokens.Length * 3);
        foreach (var token in tokens) bytes.AddRange(spellings[token]);
        return [.. bytes];
    }

    List<int> Joined(ReadOnlySpan<byte> word)
    {
        var tokens = Bytes(word);
        while (tokens.Count > 1)
        {
            var (best, rank) = ((0, 0), int.MaxValue);
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                if (ranks.TryGetValue((tokens[i], tokens[i + 1]), out var r) && r < rank) (best, rank) = ((tokens[i], tokens[i + 1]), r);
            }

            if (rank == int.MaxValue) break;
            Join(tokens, best, rank);
        }

        return tokens;
    }

    static void Join(List<int> tokens, (int Left, int Right) pair, int joined)
    {
        var kept = 0;
        for (var i = 0; i < tokens.Count; i++, kept++)
        {
            var isPair = i + 1 < tokens.Count && tokens[i] == pair.Left && tokens[i + 1] == pair.Right;
            tokens[kept] = isPair ? joined : tokens[i];
            if (isPair) i++;
        }

        tokens.RemoveRange(kept, tokens.Count - kept);
    }

    static void Count(Dictionary<(int Left, int Right), (long Count, HashSet<int> Words)> places, List<int> tokens, int word, long count)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (tokens[i], tokens[i + 1]), out _);
            place.Words ??= [];
            place.Count += count;
            // A word stays listed where a join took its pair away: it is then looked at for nothing, no more.
            if (count > 0) place.Words.Add(word);
        }
    }

    // The distinct words and how often each occurs.
    static List<(List<int> Tokens, long Count)> Words(ReadOnlySpan<byte> text)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (text.Length > 0)
        {
            var length = WordLength(text);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, Encoding.Latin1.GetString(text[..length]), out _)++;
            text = text[length..];
        }

        return [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (Bytes(Encoding.Latin1.GetBytes(pair.Key)), pair.Value))];
    }

    static List<int> Bytes(ReadOnlySpan<byte> word)
    {
        var tokens = new List<int>(word.Length);
        foreach (var b in word) tokens.Add(b);
        return tokens;
    }

    // At most 64 bytes, so that what has no words (binary files, long runs of blanks) does not make huge ones.
    static int WordLength(ReadOnlySpan<byte> text)
    {
        var start = text[0] == (byte)' ' && text.Length > 1 && Kind(text[1]) != ' ' ? 1 : 0;
        var (kind, end) = (Kind(text[start]), start + 1);
        while (end < text.Length && end < 64 && Kind(text[end]) == kind) end++;
        // The last blank before a word goes with the word.
        if (kind == ' ' && end > 1 && end < text.Length && text[end - 1] == (byte)' ' && Kind(text[end]) != ' ') end--;
        return end;
    }

    // What is beyond ASCII is parts of letters in UTF-8.
    static char Kind(byte b) => b switch
    {
        (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' => ' ',
        >= (byte)'0' and <= (byte)'9' => '0',
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or >= 128 => 'a',
        _ => '.',
    };
}
