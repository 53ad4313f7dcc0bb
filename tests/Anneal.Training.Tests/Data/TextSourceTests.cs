using System.Text;
using Anneal.Simulation;
using Anneal.Training.Data;

namespace Anneal.Training.Tests.Data;

public sealed class TextSourceTests
{
    [Fact]
    public void A_pass_shows_every_window_once_and_the_next_pass_in_another_order()
    {
        using var folder = new Folder();
        var source = Source(folder, Letters(1000), length: 10, heldOut: 0.1);
        // 900 bytes make 89 windows of 10 with the byte after each.
        Assert.Equal(89, source.Length);
        var passes = Enumerable.Range(0, 2).Select(pass => Enumerable.Range(0, 89).Select(i => Window(source, (pass * 89) + i)).ToList()).ToList();
        Assert.Equal(Enumerable.Range(0, 89).Select(i => Letters(1000).Substring(10 * i, 11)).Order(StringComparer.Ordinal), passes[0].Order(StringComparer.Ordinal));
        Assert.Equal(passes[0].Order(StringComparer.Ordinal), passes[1].Order(StringComparer.Ordinal));
        Assert.NotEqual(passes[0], passes[1]);
    }

    [Fact]
    public void The_last_share_is_held_out_and_comes_in_the_order_of_the_text()
    {
        using var folder = new Folder();
        var source = Source(folder, Letters(1000), length: 10, heldOut: 0.1);
        Assert.Equal(9, source.HeldOutLength);
        Assert.Equal(900, source.HeldOutStart);
        var batch = new Batch(11, source.Shape);
        source.FillHeldOut(0, batch);
        for (var i = 0; i < 11; i++) Assert.Equal(Letters(1000).Substring(900 + (10 * (i % 9)), 10), Text(batch.Tokens.AsSpan(10 * i, 10)));
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_its_paths()
    {
        using var folder = new Folder();
        folder.Write("b.txt", "second ");
        folder.Write("a.txt", "first ");
        folder.Write("deeper/c.txt", "third and a tail to hold out");
        var source = new TextSource(new() { Path = folder.Path, Length = 4, HeldOut = 0.3 }, new Seed(1));
        Assert.Equal("first second third and a tail to hold out", Text(source.Tokens));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(300)]
    public void Byte_pairs_spell_the_text_they_were_made_of(int vocabulary)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The quick brown fox, née 1834, jumps over the lazy dog.\n\n  The end — of 18 foxes!\t", 9)));
        var pairs = BytePairs.Learn(text, vocabulary);
        Assert.Equal(vocabulary, pairs.Vocabulary);
        var tokens = pairs.Encode(text);
        Assert.Equal(text, pairs.Decode(tokens));
        Assert.Equal(vocabulary == 256, tokens.Length == text.Length);
        // What was never seen is spelt in bytes.
        byte[] other = [0, 255, 200, 32, 32, 10, 7];
        Assert.Equal(other, pairs.Decode(pairs.Encode(other)));
    }

    [Fact]
    public void Merges_are_those_of_the_slow_definition()
    {
        // Every round counts all pairs in all words anew and joins the most frequent, the smallest first among equals.
        const string Text = " low low low low low lower lower newest newest newest newest newest newest widest widest widest";
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (" " + word).Select(c => (int)c).ToList()).ToList();
        var next = 256;
        while (next < 275)
        {
            var best = words.SelectMany(w => w.Zip(w.Skip(1))).GroupBy(p => p).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault();
            if (best is null || best.Count() < 2) break;
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) != best.Key) continue;
                    word[i] = next;
                    word.RemoveAt(i + 1);
                }
            }

            next++;
        }

        var bytes = Encoding.ASCII.GetBytes(Text);
        var pairs = BytePairs.Learn(bytes, 275);
        Assert.Equal(next, pairs.Vocabulary);
        Assert.Equal(words.SelectMany(word => word), pairs.Encode(bytes));
    }

    [Fact]
    public void Byte_pairs_are_learnt_without_what_is_held_out()
    {
        using var folder = new Folder();
        var path = folder.Write("t.txt", string.Concat(Enumerable.Repeat("ab ", 300)) + string.Concat(Enumerable.Repeat("xy ", 100)));
        var source = new TextSource(new() { Path = path, Length = 4, Vocabulary = 260, HeldOut = 0.25 }, new Seed(1));
        Assert.Equal(3, source.Tokens[..5].ToArray().Max(token => source.Pairs.Decode([token]).Length));
        Assert.All(source.Tokens[source.HeldOutStart..].ToArray(), token => Assert.DoesNotContain("xy", Text([.. source.Pairs.Decode([token]).Select(b => (int)b)])));
    }

    [Fact]
    public void What_cannot_be_read_is_said_with_what_to_do()
    {
        using var folder = new Folder();
        string Fault(string path) => Assert.Throws<InputException>(() => new TextSource(new() { Path = path, Length = 16 }, new Seed(1))).Message;
        Assert.EndsWith("there is no such file or folder; check the path.", Fault(Path.Combine(folder.Path, "none.txt")));
        Assert.EndsWith("the folder holds no files; give one with text in it.", Fault(folder.Path));
        Assert.Contains("there is no text", Fault(folder.Write("empty.txt", "")));
        Assert.Contains("do not each fill a window of 16; give more text or a shorter context.", Fault(folder.Write("short.txt", "a few words that are too few")));
    }

    static TextSource Source(Folder folder, string text, int length, double heldOut) =>
        new(new() { Path = folder.Write("t.txt", text), Length = length, HeldOut = heldOut }, new Seed(4));

    static string Window(TextSource source, long sample)
    {
        var batch = new Batch(1, source.Shape);
        source.Fill(sample, batch);
        Assert.Equal(batch.Tokens.Skip(1), batch.Targets.SkipLast(1));
        return Text(batch.Tokens) + (char)batch.Targets[^1];
    }

    static string Text(ReadOnlySpan<int> tokens) => string.Concat(tokens.ToArray().Select(token => (char)token));

    // No two stretches alike.
    static string Letters(int count) => string.Concat(Enumerable.Range(0, count / 5).Select(i => $"{i:0000}-"))[..count];
}
