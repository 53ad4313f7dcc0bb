using Anneal.Plotting;

namespace Anneal.Tests.Plotting;

public sealed class TextTableTests
{
    static readonly TextTable Table = new(["law", "held-out RMSE", "η clock", "note"],
    [
        ["multi-power", "0.0031 ± 0.0002", "Σ ηᵖ", "chosen"],
        ["naïve", "12.5", "", "a|b, \"c\""],
        ["e\u0301te\u0301 模型", "−3e-4", "—", ""],
    ]);

    [Fact]
    public void Text() => Golden.Matches("table.txt", Table.ToText());

    [Fact]
    public void Markdown() => Golden.Matches("table.md", Table.ToMarkdown());

    [Fact]
    public void Csv() => Golden.Matches("table.csv", Table.ToCsv());

    [Theory]
    [InlineData("3e-4", true)]
    [InlineData("−0.2 ± 0.1", true)]
    [InlineData("24,000", true)]
    [InlineData("85 %", true)]
    [InlineData("≤ 0.5 ms", true)]
    [InlineData("2-stage run", false)]
    [InlineData("multi-power", false)]
    [InlineData("—", false)]
    public void A_column_of_numbers_is_recognised(string cell, bool expected) =>
        Assert.Equal(expected, new TextTable(["h"], [[cell], [""]]).IsNumeric(0));

    [Theory]
    [InlineData("loss", 4)]
    [InlineData("ηγβ", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("模型", 4)]
    [InlineData("😀", 2)]
    [InlineData("▁▂█⠿─", 5)]
    public void Width_is_counted_in_cells(string text, int cells) => Assert.Equal(cells, TextWidth.Cells(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("模型abc", 4, "模…")]
    [InlineData("abc", 0, "")]
    public void Text_that_is_too_wide_is_cut(string text, int cells, string expected) => Assert.Equal(expected, TextWidth.Fit(text, cells));

    [Fact]
    public void A_row_of_another_length_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new TextTable(["a", "b"], [["1"]]));
}
