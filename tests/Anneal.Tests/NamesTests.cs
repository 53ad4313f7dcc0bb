namespace Anneal.Tests;

public sealed class NamesTests
{
    static readonly string[] Known = ["constant", "cosine", "cosine-restarts", "exponential", "one-minus-sqrt", "wsd"];

    [Theory]
    [InlineData("OneMinusSqrt", "one-minus-sqrt")]
    [InlineData("Wsd", "wsd")]
    [InlineData("JSONLines", "json-lines")]
    [InlineData("CSV", "csv")]
    [InlineData("steps", "steps")]
    public void Kebab_case_splits_before_capitals(string name, string kebab) => Assert.Equal(kebab, Names.Kebab(name));

    // Counted by hand; "ca" to "abc" is the pair on which this distance and the unrestricted one (2) differ.
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("cosine", "cosine", 0)]
    [InlineData("cosin", "cosine", 1)]
    [InlineData("csoine", "cosine", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_edits_and_swaps(string left, string right, int edits)
    {
        Assert.Equal(edits, Names.Distance(left, right));
        Assert.Equal(edits, Names.Distance(right, left));
    }

    [Theory]
    [InlineData("cosin", "; did you mean 'cosine'?")]
    [InlineData("COSINE", "; did you mean 'cosine'?")]
    [InlineData("cos", "; did you mean 'cosine' or 'cosine-restarts'?")]
    [InlineData("exp", "; did you mean 'exponential'?")]
    [InlineData("sqrt", "; did you mean 'one-minus-sqrt'?")]
    [InlineData("cosine_restart", "; did you mean 'cosine-restarts'?")]
    [InlineData("wds", "; did you mean 'wsd'?")]
    [InlineData("zzzzzz", "")]
    [InlineData("", "")]
    public void The_nearest_names_are_suggested(string name, string suggestion) =>
        Assert.Equal(suggestion, Names.DidYouMean(name, Known));

    [Fact]
    public void A_name_of_a_million_letters_is_near_none() => Assert.Empty(Names.Nearest(new string('c', 1_000_000), Known));

    [Fact]
    public void A_quote_is_short_and_printable() => Assert.Equal($"'a·b{new string('x', 36)}…'", Names.Quote("a\nb" + new string('x', 500)));
}
