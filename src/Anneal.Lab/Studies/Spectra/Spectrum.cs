using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.Spectra;

/// <summary>The eigenvalues of a Hessian.</summary>
/// <param name="Name">As the page calls it.</param>
/// <param name="Eigenvalues">λ &gt; 0.</param>
/// <param name="Counts">How many directions each stands for.</param>
sealed record Spectrum(string Name, double[] Eigenvalues, double[] Counts)
{
    const int Directions = 500;

    const int MostRows = 100_000;

    /// <summary>L.</summary>
    public double Greatest => Eigenvalues.Max();

    /// <summary>κ^(−√u) for 500 u evenly in [0, 1]: many small eigenvalues.</summary>
    public static Spectrum Skewed(double condition) => Of("λ = κ^(−√u)", u => Math.Pow(condition, -Math.Sqrt(u)));

    /// <summary>500 quantiles of a density ∝ λ^−α on [1/κ, 1].</summary>
    public static Spectrum PowerLaw(double exponent, double condition) => Of(
        $"density λ^(−{exponent.ToString(CultureInfo.InvariantCulture)})",
        // The distribution's inverse: λ^(1 − α) runs evenly from 1 to κ^(α − 1), or the logarithm does.
        u => Math.Abs(exponent - 1) < 1e-9
            ? Math.Pow(condition, -u)
            : Math.Pow(1 + (u * (Math.Pow(condition, exponent - 1) - 1)), -1 / (exponent - 1)));

    /// <summary>Reads a table: a column of eigenvalues, or eigenvalue and count; a header is allowed, and lines that are blank or start with #.</summary>
    /// <exception cref="InputException">It cannot be read, a row is not one or two numbers above 0, or it has no row.</exception>
    public static Spectrum Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the spectrum cannot be read; {error.Message}", error);
        }

        var (eigenvalues, counts) = (new List<double>(), new List<double>());
        var isFirst = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var cells = line.Split(',', ';', '\t');
            var hasValue = TryRead(cells[0], out var eigenvalue);
            var isHeader = isFirst && !hasValue;
            isFirst = false;
            if (isHeader) continue;
            var count = 1.0;
            if (cells.Length > 2 || !hasValue || eigenvalue <= 0 || (cells.Length == 2 && (!TryRead(cells[1], out count) || count < 0)))
                throw new InputException(path, i + 1, $"{Names.Quote(line)} is neither an eigenvalue above 0 nor one with its count.");
            eigenvalues.Add(eigenvalue);
            counts.Add(count);
            if (counts.Count > MostRows) throw new InputException(path, i + 1, $"there are more than {Digits.Count(MostRows)} rows; write eigenvalues that lie close together as one row: eigenvalue,count.");
        }

        return counts.Sum() > 0
            ? new(Path.GetFileName(path), [.. eigenvalues], [.. counts])
            : throw new InputException($"{path}: there is no eigenvalue; give one a line, or eigenvalue,count.");
    }

    static bool TryRead(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    static Spectrum Of(string name, Func<double, double> quantile)
    {
        var ones = new double[Directions];
        Array.Fill(ones, 1);
        return new(name, [.. Enumerable.Range(0, Directions).Select(i => quantile(i / (Directions - 1.0)))], ones);
    }
}
