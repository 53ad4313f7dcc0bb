namespace Anneal.Training.Tensors;

/// <summary>How rows, or numbers, are cut into parts for a team: by their size alone, never by the number of threads.</summary>
static class Rows
{
    const int PartSize = 1 << 14;

    /// <summary>Numbers in a part, where numbers stand alone.</summary>
    public const int Numbers = PartSize;

    /// <summary>Rows of a width in a part.</summary>
    public static int InPart(int width) => Math.Max(1, PartSize / width);

    /// <summary>Parts of so many rows of a width.</summary>
    public static int Parts(int rows, int width) => Panels.Count(rows, InPart(width));
}
