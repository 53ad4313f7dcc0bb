using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Plotting;
using Anneal.Tests;

namespace Anneal.Study;

/// <summary>
/// How well the end of a run is forecast from its beginning: every run of at least 20,000 steps, cut at 20, 50 and 80 %, the law
/// fitted to the other runs of its set and conditioned on the rows so far.
/// </summary>
static class RestStudy
{
    const double Level = 0.9;
    static readonly double[] Cuts = [0.2, 0.5, 0.8];

    public static void Run(IReadOnlyList<PublicRun> runs, IReadOnlySet<string> wanted)
    {
        var found = new List<(string Set, double Cut, double Error, double Half, double PlainError, double PlainHalf)>();
        foreach (var set in runs.GroupBy(run => run.Set).Where(set => wanted.Count == 0 || wanted.Contains(set.Key)))
        {
            var mine = set.ToArray();
            if (mine.Length < 2) continue;
            foreach (var run in mine.Where(run => run.Steps >= 20_000 || wanted.Contains(run.Set)))
            {
                var others = Calibration.Counted([.. mine.Where(other => other != run).Select(other => other.Run)]);
                if (others.Length == 0 || CurveHygiene.Inspect([run.Run]).Kept.Count == 0) continue;
                var fit = LawSelection.Try(LawSelection.Default, others, new FitOptions { Starts = 5 }).Fit;
                var curve = run.Run.Curve;
                var last = curve.Steps[^1];
                // The end is the mean of the last rows, so that one row's noise does not decide.
                var end = curve.Between((int)(last - (0.01 * last)), last);
                foreach (var cut in Cuts)
                {
                    var so = CountedPoints.Of(run.Run with { Curve = curve.Between(0, (int)(cut * last)) });
                    if (so.Points.Count < 3) continue;
                    var plain = Forecaster.Of(fit, run.Run.Path, [last], Level);
                    var rest = new RunSoFar(fit, so).Forecast(run.Run.Path, [last], Level);
                    var measured = end.Loss[^1];
                    found.Add((set.Key, cut, Math.Log(measured / rest.Loss[0]), Math.Log(rest.Upper[0] / rest.Loss[0]),
                        Math.Log(measured / plain.Loss[0]), Math.Log(plain.Upper[0] / plain.Loss[0])));
                }
            }

            Console.Error.WriteLine(set.Key);
        }

        var rows = new List<string[]>();
        foreach (var cut in Cuts) Add($"cut at {cut:P0}", [.. found.Where(x => x.Cut == cut)]);
        foreach (var set in found.GroupBy(x => x.Set)) Add(set.Key, [.. set]);
        Add("**all**", found);
        Console.WriteLine(new TextTable(
            ["runs", "forecasts", "inside", "95 % range", "median half-width", "interval score", "RMSE", "inside, log unseen", "RMSE, log unseen"], [.. rows]).ToMarkdown());

        void Add(string name, List<(string Set, double Cut, double Error, double Half, double PlainError, double PlainHalf)> some)
        {
            if (some.Count == 0) return;
            var inside = some.Count(x => Math.Abs(x.Error) <= x.Half);
            var (low, high) = Calibration.Binomial95(some.Count, Level);
            var half = some.Select(x => x.Half).Order().ToArray();
            var score = some.Average(x => (2 * x.Half) + (2 / (1 - Level) * Math.Max(0, Math.Abs(x.Error) - x.Half)));
            rows.Add([name, $"{some.Count}", $"{(double)inside / some.Count:P1}", $"{low:P0} … {high:P0}", $"{half[half.Length / 2]:P2}", $"{score:P2}",
                $"{Math.Sqrt(some.Average(x => x.Error * x.Error)):P2}",
                $"{some.Average(x => Math.Abs(x.PlainError) <= x.PlainHalf ? 1.0 : 0):P1}",
                $"{Math.Sqrt(some.Average(x => x.PlainError * x.PlainError)):P2}"]);
        }
    }
}
