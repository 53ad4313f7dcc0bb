namespace Anneal.Plotting;

/// <summary>Deals colours, dashes and markers to the marks of a figure, one hand for each name.</summary>
sealed class StyleSheet
{
    // Seven inks and four dashes have no common divisor: 28 lines differ in one or the other.
    static readonly Ink[] Inks = [Ink.Blue, Ink.Vermilion, Ink.Green, Ink.Purple, Ink.Orange, Ink.SkyBlue, Ink.Black];
    static readonly Dash[] Dashes = [Dash.Solid, Dash.Dashed, Dash.DashDot, Dash.Dotted];
    static readonly Marker[] Markers = [Marker.Circle, Marker.Square, Marker.Triangle, Marker.Diamond, Marker.Cross];

    readonly Dictionary<Mark, MarkStyle> styles = new(ReferenceEqualityComparer.Instance);
    readonly List<LegendEntry> entries = [];

    public StyleSheet(Figure figure)
    {
        var hands = 0;
        var groups = figure.Panels.SelectMany(panel => panel.Marks)
            .GroupBy(mark => (object?)mark.Name ?? mark);
        foreach (var group in groups)
        {
            var marks = group.ToArray();
            var isSeries = marks.Any(mark => mark.IsSeries);
            var hand = isSeries ? hands++ : 0;
            var ink = marks.Select(mark => mark.Ink).FirstOrDefault(ink => ink is not null);
            var dash = marks.Select(mark => mark.FixedDash).FirstOrDefault(dash => dash is not null);
            var marker = marks.Select(mark => mark.FixedMarker).FirstOrDefault(marker => marker is not null);
            var style = new MarkStyle(
                ink ?? (isSeries ? Inks[hand % Inks.Length] : Ink.Grey),
                dash ?? Dashes[hand % Dashes.Length],
                marker ?? Markers[hand % Markers.Length]);
            var key = KeyShapes.None;
            foreach (var mark in marks)
            {
                styles[mark] = style;
                key |= mark.Key;
            }
            if (marks[0].Name is { } name)
                entries.Add(new LegendEntry(name, style, key));
        }
    }

    public MarkStyle this[Mark mark] => styles[mark];

    public IReadOnlyList<LegendEntry> Entries => entries;

    /// <summary>Shades, then what is filled, then reference lines, then the rest, each in the order given.</summary>
    public static IEnumerable<Mark> BackToFront(Panel panel) =>
        panel.Marks.OrderBy(mark => mark switch { Shade => 0, Band or Cells => 1, Rule => 2, _ => 3 });
}

/// <summary>A name and what stands beside it.</summary>
sealed record LegendEntry(string Name, MarkStyle Style, KeyShapes Key);
