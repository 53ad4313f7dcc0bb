namespace Anneal.Plotting;

/// <summary>
/// The colours of Okabe and Ito's palette, told apart under every common form of colour blindness; its yellow is
/// left out because it is too pale for a line on white, and a grey is added for what stands behind the data.
/// </summary>
/// <remarks>Source: Okabe and Ito 2008, "Color Universal Design".</remarks>
public enum Ink
{
    /// <summary>#0072B2.</summary>
    Blue,

    /// <summary>#D55E00.</summary>
    Vermilion,

    /// <summary>#009E73.</summary>
    Green,

    /// <summary>#CC79A7.</summary>
    Purple,

    /// <summary>#E69F00.</summary>
    Orange,

    /// <summary>#56B4E9.</summary>
    SkyBlue,

    /// <summary>#222222.</summary>
    Black,

    /// <summary>#767676, for reference lines; never chosen for a series by itself.</summary>
    Grey,
}

/// <summary>How a line is broken.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Long strokes.</summary>
    Dashed,

    /// <summary>A stroke, then a dot.</summary>
    DashDot,

    /// <summary>Dots.</summary>
    Dotted,
}

/// <summary>The shape of a point.</summary>
public enum Marker
{
    /// <summary>A filled disc.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle.</summary>
    Triangle,

    /// <summary>A filled diamond.</summary>
    Diamond,

    /// <summary>A diagonal cross.</summary>
    Cross,
}

static class Inks
{
    /// <summary>The colour on white, as six hexadecimal digits.</summary>
    public static string Hex(this Ink ink) => ink switch
    {
        Ink.Blue => "#0072b2",
        Ink.Vermilion => "#d55e00",
        Ink.Green => "#009e73",
        Ink.Purple => "#cc79a7",
        Ink.Orange => "#e69f00",
        Ink.SkyBlue => "#56b4e9",
        Ink.Black => "#222222",
        _ => "#767676",
    };

    /// <summary>The nearest of a terminal's 256 colours, as a select-graphic-rendition parameter; black is the terminal's own.</summary>
    public static string Ansi(this Ink ink) => ink switch
    {
        Ink.Blue => "38;5;32",
        Ink.Vermilion => "38;5;166",
        Ink.Green => "38;5;36",
        Ink.Purple => "38;5;175",
        Ink.Orange => "38;5;178",
        Ink.SkyBlue => "38;5;74",
        Ink.Black => "39",
        _ => "38;5;243",
    };
}
