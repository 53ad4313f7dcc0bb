namespace Anneal.Plotting;

/// <summary>Turns data into the fewest pixels that look the same.</summary>
static class PixelPath
{
    /// <summary>Far outside the panel; what lies further is drawn as if it lay here, so that paths hold no huge numbers.</summary>
    const double Outside = 1e4;

    /// <summary>
    /// The runs of points between gaps, in pixels. Of each column of pixels only the first, lowest, highest and last point
    /// are kept, then those that a straight line replaces within <paramref name="tolerance"/> are dropped.
    /// </summary>
    public static List<List<(double X, double Y)>> Of(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, Scale horizontal, Scale vertical, double tolerance)
    {
        var runs = new List<List<(double, double)>>();
        var run = new List<(double, double)>();
        var column = new Column();
        for (var i = 0; i < x.Length; i++)
        {
            var point = (X: horizontal.At(x[i]), Y: vertical.At(y[i]));
            if (double.IsNaN(point.X) || double.IsNaN(point.Y))
            {
                Close(runs, ref run, column, tolerance);
                continue;
            }
            point = (Math.Clamp(point.X, -Outside, Outside), Math.Clamp(point.Y, -Outside, Outside));
            var place = Math.Floor(Math.Clamp(point.X, -1, horizontal.End + 1));
            if (place != column.Place)
            {
                column.Flush(run);
                column.Place = place;
            }
            column.Add(point);
        }
        Close(runs, ref run, column, tolerance);
        return runs;
    }

    static void Close(List<List<(double, double)>> runs, ref List<(double, double)> run, Column column, double tolerance)
    {
        column.Flush(run);
        if (run.Count == 0)
            return;
        runs.Add(Simplify(run, tolerance));
        run = [];
    }

    /// <summary>Ramer 1972, Douglas and Peucker 1973: keeps the point farthest from the chord while it is beyond the tolerance.</summary>
    static List<(double X, double Y)> Simplify(List<(double X, double Y)> run, double tolerance)
    {
        var keep = new bool[run.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>();
        open.Push((0, run.Count - 1));
        while (open.TryPop(out var span))
        {
            var (farthest, distance) = (-1, tolerance);
            for (var i = span.From + 1; i < span.To; i++)
            {
                if (Distance(run[i], run[span.From], run[span.To]) is var d && d > distance)
                    (farthest, distance) = (i, d);
            }
            if (farthest < 0)
                continue;
            keep[farthest] = true;
            open.Push((span.From, farthest));
            open.Push((farthest, span.To));
        }
        return [.. run.Where((_, i) => keep[i])];
    }

    /// <summary>The distance of a point from a segment.</summary>
    static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var squared = (dx * dx) + (dy * dy);
        var along = squared == 0 ? 0 : Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / squared, 0, 1);
        return double.Hypot(p.X - a.X - (along * dx), p.Y - a.Y - (along * dy));
    }

    /// <summary>The four points kept of the points that fall into one column of pixels.</summary>
    sealed class Column
    {
        (int Index, double X, double Y) first, lowest, highest, last;
        int count;

        public double Place { get; set; } = double.NaN;

        public void Add((double X, double Y) point)
        {
            last = (count, point.X, point.Y);
            if (count++ == 0)
                first = lowest = highest = last;
            if (point.Y < lowest.Y)
                lowest = last;
            if (point.Y > highest.Y)
                highest = last;
        }

        public void Flush(List<(double, double)> run)
        {
            if (count == 0)
                return;
            var (early, late) = lowest.Index < highest.Index ? (lowest, highest) : (highest, lowest);
            run.Add((first.X, first.Y));
            if (early.Index != first.Index)
                run.Add((early.X, early.Y));
            if (late.Index != early.Index && late.Index != first.Index)
                run.Add((late.X, late.Y));
            if (last.Index != late.Index && last.Index != first.Index)
                run.Add((last.X, last.Y));
            count = 0;
            Place = double.NaN;
        }
    }
}
