using Anneal.Plotting;

namespace Anneal.Tests.Plotting;

public sealed class TerminalTests
{
    static Figure TwoPanels()
    {
        const int steps = 200;
        double[] Rate(Func<double, double> shape) => [.. Enumerable.Range(0, steps).Select(t => 3e-4 * shape((double)t / steps))];
        double[] Loss(double drop) => [.. Enumerable.Range(0, steps).Select(t => 2.6 + (2 / Math.Sqrt(t + 4)) - (drop * t / steps))];
        return new Figure("Loss and rate")
        {
            Panels =
            [
                new Panel(new Axis("loss (nats per token)")) { Marks = [new Line(Loss(0.1)) { Name = "cosine" }, new Line(Loss(0)) { Name = "constant" }, new Points([50, 100, 150], [2.85, 2.75, 2.65]) { Name = "measured" }] },
                new Panel(new Axis("rate")) { Height = 130, Marks = [new Line(Rate(x => (1 + Math.Cos(Math.PI * x)) / 2)) { Name = "cosine" }, new Line(Rate(_ => 1)) { Name = "constant" }] },
            ],
        };
    }

    [Fact]
    public void Two_panels() => Golden.Matches("terminal-two-panels.txt", TwoPanels().ToTerminal(72, 22));

    [Fact]
    public void Two_panels_in_colour() => Golden.Matches("terminal-two-panels-ansi.txt", TwoPanels().ToTerminal(60, 18, TerminalColour.Ansi));

    [Fact]
    public void Logarithmic_axes() => Golden.Matches("terminal-logarithmic.txt", new Figure("A power law is straight")
    {
        X = new Axis("step") { Scale = AxisScale.Logarithmic },
        Panels = [new Panel(new Axis("loss − floor") { Scale = AxisScale.Logarithmic }) { Marks = [new Line([.. Enumerable.Range(0, 1000).Select(t => t == 0 ? 0 : Math.Pow(t, -0.5))])] }],
    }.ToTerminal(50, 12));

    [Theory]
    [InlineData(40, 6)]
    [InlineData(80, 24)]
    [InlineData(200, 60)]
    public void Nothing_leaves_the_terminal(int columns, int rows)
    {
        var lines = TwoPanels().ToTerminal(columns, rows).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.EnumerateRunes().Count(), 0, columns));
        Assert.InRange(lines.Length - 1, 1, Math.Max(rows, 14));
    }

    [Fact]
    public void Colour_changes_nothing_but_escape_sequences()
    {
        var coloured = TwoPanels().ToTerminal(80, 24, TerminalColour.Ansi);

        Assert.Equal(TwoPanels().ToTerminal(80, 24), System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9;]*m", "", default, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Names_cannot_send_escape_sequences_of_their_own()
    {
        var figure = new Figure("t\u001b[2J") { Panels = [new Panel(new Axis("y\u001b[2J")) { Marks = [new Line([0.0, 1], [0.0, 1]) { Name = "n\u001b[2J" }] }] };

        Assert.DoesNotContain('\u001b', figure.ToTerminal());
        Assert.DoesNotContain('\u001b', new TextTable(["h\u001b"], [["c\u001b"]]).ToText());
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 8, "▁▂▃▄▅▆▇█")]
    [InlineData(new double[] { 3, 3, 3 }, 8, "▁▁▁")]
    [InlineData(new double[] { 0, double.NaN, 1 }, 8, "▁ █")]
    [InlineData(new double[] { 0, 0, 4, 4, 8, 8 }, 3, "▁▅█")]
    [InlineData(new double[] { }, 8, "")]
    public void A_sparkline_draws_means_from_lowest_to_highest(double[] values, int width, string expected) =>
        Assert.Equal(expected, Sparkline.Of(values, width));
}
