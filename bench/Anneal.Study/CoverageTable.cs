using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Study;

/// <summary>A table of coverage, always beside sharpness.</summary>
/// <param name="first">The first columns' headers.</param>
sealed class CoverageTable(params string[] first)
{
    readonly List<string[]> rows = [];

    public void Add(string name, Calibration c, params string[] more)
    {
        var (low, high) = c.BinomialRange;
        rows.Add(
        [
            name, .. more, $"{c.Runs.Length}", $"{c.PointCoverage:P1}", $"{c.FinalCoverage:P1}", $"{low:P0} … {high:P0}",
            $"{c.MedianHalfWidth:P2}", $"{c.IntervalScore:P2}", $"{c.ConstantWidthScore:P2}",
        ]);
    }

    public override string ToString() => new TextTable(
        [.. first, "runs", "points covered", "finals covered", "95 % range", "median half-width", "interval score", "constant width's"], [.. rows]).ToMarkdown();
}
