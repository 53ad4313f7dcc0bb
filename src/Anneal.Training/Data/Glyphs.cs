namespace Anneal.Training.Data;

/// <summary>The strokes of the ten digits: polylines in the square [0, 1]², x to the right and y down.</summary>
static class Glyphs
{
    /// <summary>The line segments of each digit.</summary>
    public static IReadOnlyList<Segment[]> Segments { get; } =
    [
        Arc(0.5, 0.5, 0.26, 0.38, 0, 360),
        Lines(0.36, 0.26, 0.54, 0.12, 0.54, 0.88),
        [.. Arc(0.5, 0.32, 0.24, 0.2, -170, 40), .. Lines(0.68, 0.45, 0.26, 0.88, 0.76, 0.88)],
        [.. Arc(0.47, 0.31, 0.24, 0.19, -150, 90), .. Arc(0.47, 0.69, 0.26, 0.19, -90, 150)],
        Lines(0.62, 0.88, 0.62, 0.12, 0.24, 0.64, 0.78, 0.64),
        [.. Lines(0.72, 0.12, 0.34, 0.12, 0.31, 0.46), .. Arc(0.48, 0.64, 0.25, 0.24, -130, 140)],
        [.. Lines(0.64, 0.12, 0.36, 0.44, 0.27, 0.6), .. Arc(0.5, 0.66, 0.24, 0.22, 0, 360)],
        Lines(0.25, 0.12, 0.75, 0.12, 0.42, 0.88),
        [.. Arc(0.5, 0.31, 0.2, 0.19, 0, 360), .. Arc(0.5, 0.69, 0.25, 0.19, 0, 360)],
        [.. Arc(0.5, 0.34, 0.24, 0.22, 0, 360), .. Lines(0.74, 0.36, 0.66, 0.6, 0.46, 0.88)],
    ];

    /// <summary>The squared distance of a point from the nearest segment.</summary>
    public static double SquaredDistance(ReadOnlySpan<Segment> segments, double x, double y)
    {
        var least = double.PositiveInfinity;
        foreach (ref readonly var segment in segments)
        {
            var (px, py) = (x - segment.X, y - segment.Y);
            var along = Math.Clamp(((px * segment.Right) + (py * segment.Down)) * segment.InverseSquare, 0, 1);
            var (rx, ry) = (px - (along * segment.Right), py - (along * segment.Down));
            least = Math.Min(least, (rx * rx) + (ry * ry));
        }

        return least;
    }

    static Segment[] Lines(params double[] points) => [.. Enumerable.Range(0, (points.Length / 2) - 1).Select(i => Segment.Between(points.AsSpan(2 * i, 4)))];

    // Angles in degrees, clockwise from the right.
    static Segment[] Arc(double x, double y, double width, double height, double from, double to)
    {
        var pieces = (int)Math.Ceiling((to - from) / 30);
        var points = Enumerable.Range(0, pieces + 1).SelectMany(i =>
        {
            var (sine, cosine) = Math.SinCos((from + ((to - from) * i / pieces)) * Math.PI / 180);
            return new[] { x + (width * cosine), y + (height * sine) };
        });
        return Lines([.. points]);
    }

    /// <summary>A straight piece of a stroke: where it begins, how far it goes, and one over its squared length.</summary>
    internal readonly record struct Segment(double X, double Y, double Right, double Down, double InverseSquare)
    {
        public static Segment Between(ReadOnlySpan<double> ends)
        {
            var (right, down) = (ends[2] - ends[0], ends[3] - ends[1]);
            return new(ends[0], ends[1], right, down, 1 / ((right * right) + (down * down)));
        }
    }
}
