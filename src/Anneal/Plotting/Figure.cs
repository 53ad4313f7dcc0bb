namespace Anneal.Plotting;

/// <summary>
/// A picture described: panels one above the other over one shared horizontal axis. Immutable; drawn by
/// <see cref="ToSvg"/> and <see cref="ToTerminal"/>, the same bytes for the same description.
/// </summary>
/// <param name="title">What the picture shows, in one line.</param>
public sealed class Figure(string title)
{
    /// <summary>What the picture shows.</summary>
    public string Title { get; } = title;

    /// <summary>A quieter line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>What the picture says, for readers who cannot see it; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>The shared horizontal axis.</summary>
    public Axis X { get; init; } = new("step");

    /// <summary>The panels, from above.</summary>
    public IReadOnlyList<Panel> Panels { get; init; } = [];

    /// <summary>Where names are written.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.Automatic;

    /// <summary>The natural width in pixels, at least 240; the picture scales to any other.</summary>
    public double Width { get; init; } = 640;

    /// <summary>A self-contained SVG 1.1 document without an XML declaration, so that it can also stand inside HTML.</summary>
    public string ToSvg() => SvgFigure.Draw(this);

    /// <summary>The picture in characters: braille dots, axes, and names at the ends of the lines.</summary>
    /// <param name="columns">The width of the whole text in cells, from 40.</param>
    /// <param name="rows">The height of the whole text in cells, from 6 for each panel.</param>
    /// <param name="colour">Whether to add the escape sequences of 256 colours.</param>
    /// <returns>Lines ended by \n, no cell beyond <paramref name="columns"/>.</returns>
    public string ToTerminal(int columns = 80, int rows = 24, TerminalColour colour = TerminalColour.None) =>
        TerminalFigure.Draw(this, Math.Max(40, columns), rows, colour);
}

/// <summary>One plot of a figure.</summary>
/// <param name="y">The vertical axis.</param>
public sealed class Panel(Axis y)
{
    /// <summary>The vertical axis.</summary>
    public Axis Y { get; } = y;

    /// <summary>What is drawn, from back to front; shades and bands go behind all else.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>The height of the plot in pixels, axes excluded; a terminal shares its rows in this proportion.</summary>
    public double Height { get; init; } = 260;
}

/// <summary>Where a figure writes the names of its marks.</summary>
public enum LegendPlace
{
    /// <summary>In a corner that no mark touches, else below the picture.</summary>
    Automatic,

    /// <summary>Below the picture.</summary>
    Below,

    /// <summary>To the right of each line's end; what is not a line stays below.</summary>
    LineEnds,

    /// <summary>Nowhere.</summary>
    None,
}

/// <summary>Whether text for a terminal holds colour.</summary>
public enum TerminalColour
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary>Escape sequences of the 256-colour palette.</summary>
    Ansi,
}
