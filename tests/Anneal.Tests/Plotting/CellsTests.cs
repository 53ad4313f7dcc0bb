using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Tests.Plotting;

public sealed class CellsTests
{
    static readonly Figure figure = new("map")
    {
        X = new Axis("a") { Lower = 0, Upper = 2 },
        Panels = [new Panel(new Axis("b") { Lower = 0, Upper = 2 }) { Marks = [new Cells([0, 1, 2], [0, 1, 2], [1, 2, -1, double.NaN]) { Name = "share", Full = 4 }] }],
    };

    [Fact]
    public void Cells_above_zero_are_filled_in_proportion()
    {
        var fills = new Svg(figure.ToSvg()).Panels[0].Elements().Where(element => element.Name.LocalName == "path")
            .Select(element => (string?)element.Attribute("fill-opacity")).OfType<string>()
            .Select(fill => double.Parse(fill, CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(2, fills.Length);
        Assert.Equal(2, fills[1] / fills[0], 0.05);
    }

    [Fact]
    public void A_terminal_shows_fuller_cells_with_more_dots()
    {
        // The rows of the plot begin where no blank stands before the axis is over.
        var lines = figure.ToTerminal(60, 20).Split('\n').Where(line => line.Any(IsBraille)).ToArray();

        var (left, right) = (lines.Sum(line => Dots(line.AsSpan(0, line.Length / 2))), lines.Sum(line => Dots(line.AsSpan(line.Length / 2))));

        Assert.InRange(left, 1, right);
        Assert.InRange(right / (double)left, 1.6, 2.4);

        static bool IsBraille(char c) => c is >= '\u2801' and <= '\u28FF';
        static int Dots(ReadOnlySpan<char> text)
        {
            var dots = 0;
            foreach (var c in text) dots += IsBraille(c) ? int.PopCount(c - '\u2800') : 0;
            return dots;
        }
    }

    [Fact]
    public void Grids_without_a_value_for_every_cell_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Cells([0, 1, 2], [0, 1], [1]));
}
