using System.Globalization;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>Reads the gradient norms of a run: a CSV of one column, of <c>step,norm</c>, or any with a header that names them.</summary>
static class GradientNorms
{
    static readonly string[] stepNames = ["step", "_step", "iteration", "iter", "global_step"];
    static readonly string[] normNames = ["norm", "grad_norm", "gradient_norm", "train/grad_norm", "grad_norm_l1", "gnorm"];

    const int MostPlaces = 20_000;

    /// <summary>The norms at even distances over the run, at most 20,000 of them; in between they are interpolated.</summary>
    /// <exception cref="InputException">There is no such file, or a line of it cannot be used.</exception>
    public static double[] Read(string path)
    {
        var (steps, norms) = (new List<double>(), new List<double>());
        var (stepColumn, normColumn, line) = (-1, -1, 0);
        foreach (var text in Lines(path))
        {
            line++;
            var cells = text.Split(',');
            if (text.Trim().Length == 0) continue;
            if (normColumn < 0)
            {
                var isHeader = cells.Any(cell => !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
                normColumn = isHeader ? Column(cells, normNames, cells.Length == 1 ? 0 : -1) : Math.Min(1, cells.Length - 1);
                stepColumn = isHeader ? Column(cells, stepNames, -1) : cells.Length == 1 ? -1 : 0;
                if (normColumn < 0) throw new InputException(path, line, $"no column is called {string.Join(", ", normNames)}; name one so, or give one column.");
                if (isHeader) continue;
            }

            if (normColumn < cells.Length && cells[normColumn].Trim().Length == 0) continue;
            var step = stepColumn < 0 ? norms.Count : Number(cells, stepColumn, path, line);
            var norm = Number(cells, normColumn, path, line);
            if (!(norm > 0)) throw new InputException(path, line, $"the gradient norm is {norm.ToString(CultureInfo.InvariantCulture)}; norms are above 0.");
            if (steps.Count > 0 && step <= steps[^1]) throw new InputException(path, line, "the steps do not rise; sort the rows and drop repeated ones.");
            steps.Add(step);
            norms.Add(norm);
        }

        return norms.Count >= 10 ? Evenly(steps, norms) : throw new InputException(path, 0, $"gradient norms found: {norms.Count}; a schedule needs at least 10.");
    }

    static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, $"the gradient norms cannot be read: {error.Message}", error);
        }
    }

    static int Column(string[] cells, string[] names, int otherwise)
    {
        var found = Array.FindIndex(cells, cell => names.Contains(cell.Trim().Trim('"'), StringComparer.OrdinalIgnoreCase));
        return found >= 0 ? found : otherwise;
    }

    static double Number(string[] cells, int column, string path, int line) =>
        column < cells.Length && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new InputException(path, line, $"column {column + 1} holds no finite number.");

    static double[] Evenly(List<double> steps, List<double> norms)
    {
        var (even, place) = (new double[Math.Min(norms.Count, MostPlaces)], 0);
        for (var i = 0; i < even.Length; i++)
        {
            var step = steps[0] + ((steps[^1] - steps[0]) * i / (even.Length - 1));
            while (place < steps.Count - 2 && steps[place + 1] <= step) place++;
            var share = Math.Clamp((step - steps[place]) / (steps[place + 1] - steps[place]), 0, 1);
            even[i] = norms[place] + (share * (norms[place + 1] - norms[place]));
        }

        return even;
    }
}
