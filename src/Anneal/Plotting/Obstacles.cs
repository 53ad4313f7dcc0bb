namespace Anneal.Plotting;

/// <summary>Where a panel has ink, so that its legend can go elsewhere.</summary>
sealed class Obstacles
{
    readonly List<(double X0, double Y0, double X1, double Y1)> segments = [];

    public void Add(List<(double X, double Y)> run)
    {
        for (var i = Math.Min(1, run.Count - 1); i < run.Count; i++)
            segments.Add((run[Math.Max(0, i - 1)].X, run[Math.Max(0, i - 1)].Y, run[i].X, run[i].Y));
    }

    /// <summary>The edges of an area and, every few pixels, a line across it.</summary>
    public void AddArea(List<(double X, double Y)> low, List<(double X, double Y)> high)
    {
        const double every = 8;
        Add(low);
        Add(high);
        for (var x = low[0].X; x <= low[^1].X; x += every)
            segments.Add((x, Height(low, x), x, Height(high, x)));
    }

    public void AddBox(double left, double top, double width, double height)
    {
        segments.Add((left, top, left + width, top + height));
        segments.Add((left, top + height, left + width, top));
    }

    /// <summary>Whether any ink lies in the box (Liang and Barsky 1984).</summary>
    public bool Touch(double left, double top, double width, double height)
    {
        foreach (var (x0, y0, x1, y1) in segments)
        {
            var (enter, leave) = (0.0, 1.0);
            if (Clip(x0 - left, x1 - x0, width, ref enter, ref leave) && Clip(y0 - top, y1 - y0, height, ref enter, ref leave))
                return true;
        }
        return false;
    }

    /// <summary>Cuts a segment, start + t · delta, to 0 … size; false if nothing of it is left.</summary>
    static bool Clip(double start, double delta, double size, ref double enter, ref double leave)
    {
        if (delta == 0)
            return start >= 0 && start <= size;
        var (a, b) = (-start / delta, (size - start) / delta);
        enter = Math.Max(enter, Math.Min(a, b));
        leave = Math.Min(leave, Math.Max(a, b));
        return enter <= leave;
    }

    static double Height(List<(double X, double Y)> run, double x)
    {
        for (var i = 1; i < run.Count; i++)
        {
            if (run[i].X >= x && run[i].X > run[i - 1].X)
                return double.Lerp(run[i - 1].Y, run[i].Y, Math.Clamp((x - run[i - 1].X) / (run[i].X - run[i - 1].X), 0, 1));
        }
        return run[^1].Y;
    }
}
