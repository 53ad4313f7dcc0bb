namespace Anneal.Plotting;

/// <summary>
/// Something drawn in a panel. Marks of one name anywhere in a figure share a colour, a dash and one entry of the legend;
/// a mark without a name is in no legend.
/// </summary>
public abstract class Mark
{
    private protected Mark() { }

    /// <summary>The name in the legend; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The colour; null for the next of the palette (reference lines: grey).</summary>
    public Ink? Ink { get; init; }

    /// <summary>What the legend shows beside the name.</summary>
    internal abstract KeyShapes Key { get; }

    /// <summary>Whether the mark takes the next colour of the palette.</summary>
    internal virtual bool IsSeries => true;

    internal virtual Dash? FixedDash => null;

    internal virtual Marker? FixedMarker => null;

    internal abstract void ExtendX(Extent x);

    /// <summary>Extends the vertical range by what lies over the horizontal range in sight.</summary>
    internal abstract void ExtendY(Extent y, Scale x);

    internal abstract void Draw(Pen pen, MarkStyle style);

    /// <summary>Copies abscissae, which are steps more often than not.</summary>
    private protected static double[] Copy(ReadOnlySpan<int> values)
    {
        var copy = new double[values.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = values[i];
        return copy;
    }
}

/// <summary>The parts of a legend's key.</summary>
[Flags]
enum KeyShapes
{
    None = 0,
    Line = 1,
    Dot = 2,
    Fill = 4,
    Faint = 8,
}

/// <summary>A mark's looks once the palette has been dealt out.</summary>
readonly record struct MarkStyle(Ink Ink, Dash Dash, Marker Marker);
