using System.Text;
using System.Xml.Linq;
using Anneal.Plotting;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Plotting;

public sealed class SvgTests
{
    static Svg Draw(params Mark[] marks) => new(Figure(new Axis("y"), marks).ToSvg());

    static Figure Figure(Axis y, params Mark[] marks) => new("title") { Panels = [new Panel(y) { Marks = marks }] };

    [Fact]
    public void A_figure_of_two_panels_shows_every_text_it_was_given()
    {
        var figure = new Figure("Loss & rate")
        {
            Subtitle = "two panels",
            Description = "falls, then falls faster",
            X = new Axis("step"),
            Panels =
        [
            new Panel(new Axis("loss")) { Marks = [new Line([0, 1, 2], [3, 2, 1]) { Name = "cosine" }, new Rule(Direction.Horizontal, 1.5) { Label = "floor" }] },
            new Panel(new Axis("rate")) { Marks = [new Line([0, 1, 2], [1, 1, 0]) { Name = "cosine" }, new Shade(0, 1) { Label = "fitted" }] },
        ]
        };
        var svg = new Svg(figure.ToSvg());

        Assert.Equal(2, svg.Panels.Count);
        Assert.Equal("Loss & rate", svg.Xml.Root!.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Equal("falls, then falls faster", svg.Xml.Root!.Elements().First(element => element.Name.LocalName == "desc").Value);
        Assert.Subset(svg.Texts.ToHashSet(), new HashSet<string> { "Loss & rate", "two panels", "loss", "rate", "step", "cosine", "floor", "fitted" });
        Assert.Single(svg.Texts, "cosine");
    }

    [Fact]
    public void Text_of_any_characters_leaves_well_formed_xml() => Prop.ForAll(Gen.Choose(0, 0xFFFF).ListOf().ToArbitrary(), codes =>
    {
        var text = string.Concat(codes.Select(code => (char)code)) + "<&>\"'\0\uD800]]>";
        var figure = new Figure(text)
        {
            Subtitle = text,
            Description = text,
            X = new Axis(text),
            Panels =
            [new Panel(new Axis(text)) { Marks = [new Line([0.0, 1], [0.0, 1]) { Name = text }, new Rule(Direction.Vertical, 0.5) { Label = text }] }]
        };
        return XDocument.Parse(figure.ToSvg()).Root!.Name.LocalName == "svg";
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1UL, 1UL));

    [Fact]
    public void Values_that_are_not_finite_break_a_line()
    {
        var runs = Draw(new Line([0, 1, 2, 3, 4, 5, 6], [1, 2, double.NaN, 3, double.PositiveInfinity, 1, 2])).Runs(0, 0);

        Assert.Equal([2, 1, 2], runs.Select(run => run.Length));
    }

    [Fact]
    public void A_logarithmic_axis_leaves_out_what_is_not_positive()
    {
        var svg = new Svg(Figure(new Axis("y") { Scale = AxisScale.Logarithmic },
            new Line([0, 1, 2, 3, 4, 5, 6], [1, 10, 0, 5, 100, -1, 1000])).ToSvg());
        var runs = svg.Runs(0, 0);

        Assert.Equal([2, 2, 1], runs.Select(run => run.Length));
        Assert.All(runs.SelectMany(run => run), point => Assert.InRange(point.Y, 0, 260));
        Assert.Equal(runs[0][1].Y - runs[0][0].Y, runs[2][0].Y - runs[1][1].Y, 0.05);
    }

    [Fact]
    public void A_million_points_keep_their_extremes_in_a_small_file()
    {
        var y = new double[1_000_000];
        for (var i = 0; i < y.Length; i++)
            y[i] = Math.Sin(i * 12.9898) * 0.3;
        (y[123_456], y[654_321]) = (5, -4);
        var text = Figure(new Axis("y") { Lower = -5, Upper = 5 }, new Line(y)).ToSvg();
        var points = new Svg(text).Runs(0, 0).Single();

        Assert.InRange(text.Length, 1, 60_000);
        Assert.Equal(0, points.Min(point => point.Y), 0.02);
        Assert.Equal(0.9 * 260, points.Max(point => point.Y), 0.02);
    }

    [Fact]
    public void Decimation_keeps_the_extremes_of_every_column_of_pixels() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).Select(value => value / 1e6).ListOf(2000).ToArbitrary(), values =>
    {
        double[] y = [.. values], x = [.. Enumerable.Range(0, y.Length).Select(i => (double)i)];
        var horizontal = new Scale(AxisScale.Linear, 0, y.Length - 1, 0, 50);
        var vertical = new Scale(AxisScale.Linear, 0, 1, 100, 0);
        var all = x.Zip(y, (a, b) => (X: horizontal.At(a), Y: vertical.At(b))).ToArray();
        var kept = PixelPath.Of(x, y, horizontal, vertical, 0.06).Single();
        return kept.All(all.Contains) && kept.Count <= 4 * 51 && all.GroupBy(point => Math.Floor(point.X)).All(column =>
            DistanceTo(kept, column.MinBy(point => point.Y)) <= 0.06 && DistanceTo(kept, column.MaxBy(point => point.Y)) <= 0.06);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(1UL, 1UL));

    static double DistanceTo(List<(double X, double Y)> path, (double X, double Y) point) => path.Zip(path.Skip(1)).Min(segment =>
    {
        var ((ax, ay), (bx, by)) = segment;
        var along = Math.Clamp((((point.X - ax) * (bx - ax)) + ((point.Y - ay) * (by - ay))) / (((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay))), 0, 1);
        return double.Hypot(ax + (along * (bx - ax)) - point.X, ay + (along * (by - ay)) - point.Y);
    });

    [Fact]
    public void A_straight_line_of_many_points_is_drawn_by_its_ends()
    {
        double[] y = [.. Enumerable.Range(0, 10_000).Select(i => 2.0 * i)];

        Assert.Equal(2, Draw(new Line(y)).Runs(0, 0).Single().Length);
    }

    [Fact]
    public void The_same_description_makes_the_same_bytes()
    {
        static string Make() => Figure(new Axis("y"), new Line([0.0, 1, 2], [1, 3, 2]) { Name = "a" }, new Points([0.0, 1], [2, 2]) { Name = "b" }).ToSvg();

        Assert.Equal(Encoding.UTF8.GetBytes(Make()), Encoding.UTF8.GetBytes(Make()));
    }

    [Fact]
    public void A_name_has_one_colour_in_all_panels()
    {
        var figure = new Figure("t")
        {
            Panels =
        [
            new Panel(new Axis("a")) { Marks = [new Line([0.0, 1], [0.0, 1]) { Name = "one" }, new Line([0.0, 1], [1.0, 0]) { Name = "two" }] },
            new Panel(new Axis("b")) { Marks = [new Line([0.0, 1], [0.0, 1]) { Name = "two" }] },
        ]
        };
        var panels = new Svg(figure.ToSvg()).Panels;

        var colours = panels.Select(panel => panel.Elements().Select(element => (string?)element.Attribute("stroke")).OfType<string>().First()).ToArray();
        Assert.Equal(["#0072b2", "#d55e00"], colours);
    }

    [Fact]
    public void The_legend_covers_no_data()
    {
        // Noise over the whole panel leaves no corner: the names go below it.
        double[] x = [.. Enumerable.Range(0, 400).Select(i => (double)i)], y = [.. x.Select(v => Math.Sin(v * v))];
        var crowded = Draw(new Line(x, y) { Name = "noise" });
        var free = Draw(new Line([0.0, 1], [0.0, 1]) { Name = "noise" });

        Assert.DoesNotContain("noise", crowded.Panels[0].Value, StringComparison.Ordinal);
        Assert.Contains("noise", crowded.Texts);
        Assert.Contains("noise", free.Panels[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_at_line_ends_do_not_overlap()
    {
        var figure = new Figure("t")
        {
            Legend = LegendPlace.LineEnds,
            Panels = [new Panel(new Axis("y")) { Marks =
            [.. Enumerable.Range(0, 6).Select(i => new Line([0.0, 1], [i, 3 + (0.01 * i)]) { Name = $"series {i}" })] }]
        };
        var heights = new Svg(figure.ToSvg()).Xml.Descendants().Where(element => element.Value.StartsWith("series", StringComparison.Ordinal) && !element.HasElements)
            .Select(element => (double)element.Attribute("y")!).Order().ToArray();

        Assert.Equal(6, heights.Length);
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15.9));
    }

    [Fact]
    public void A_figure_without_data_is_still_a_picture()
    {
        Assert.Empty(new Svg(new Figure("nothing").ToSvg()).Panels);
        Assert.StartsWith("nothing\n", new Figure("nothing").ToTerminal(), StringComparison.Ordinal);
        Assert.Single(Draw().Panels);
        Assert.Single(Draw(new Line([]) { Name = "empty" }, new Band([double.NaN], [1], [2]), new Points([1.0], [double.NaN])).Panels);
    }

    [Fact]
    public void A_band_is_closed_between_its_edges_and_broken_at_gaps()
    {
        var svg = Draw(new Band([0.0, 1, 2, 3, 4], [0, 0, double.NaN, 0, 0], [1, 1, 1, 1, 1]));
        var path = (string)svg.Panels[0].Elements().Single(element => element.Attribute("fill-opacity") is not null).Attribute("d")!;

        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(2, path.Count(c => c == 'Z'));
    }

    [Fact]
    public void Limits_of_the_horizontal_axis_decide_what_the_vertical_one_has_to_show()
    {
        var figure = new Figure("t")
        {
            X = new Axis("x") { Lower = 10 },
            Panels =
            [new Panel(new Axis("y")) { Marks = [new Line([0.0, 10, 20], [1000, 2, 1])] }]
        };
        var run = new Svg(figure.ToSvg()).Runs(0, 0).Single();

        Assert.True(run[0].Y < -1000);
        Assert.InRange(run[1].Y, 0, 260);
        Assert.InRange(run[2].Y, 130, 260);
    }

    [Fact]
    public void Coordinates_of_different_counts_are_an_error() =>
        Assert.Throws<ArgumentException>(() => new Line([1.0, 2], [1.0]));
}
