using Anneal.Control;
using Anneal.Fitting;
using Anneal.Plotting;
using Anneal.Tests;

namespace Anneal.Study;

/// <summary>
/// Is the run that expected information picks a better one to add than a random one? A law is fitted to the shortest cosine of a
/// set; the run to add is picked among the set's runs of at most 60 % of the target's length; targets are the set's longest runs.
/// </summary>
static class AdviceStudy
{
    const int Targets = 6;
    const double Level = 0.9;

    public static void Run(IReadOnlyList<PublicRun> runs)
    {
        var rows = new List<string[]>();
        foreach (var set in runs.GroupBy(run => run.Set))
        {
            var sums = new double[4];
            var count = 0;
            foreach (var target in set.OrderByDescending(run => run.Steps).Take(Targets))
            {
                if (set.Where(run => run != target && run.Kind == "cosine" && run.Steps <= 0.6 * target.Steps).MinBy(run => run.Steps) is not { } first) continue;
                var candidates = set.Where(run => run != target && run != first && run.Steps <= 0.6 * target.Steps).ToArray();
                if (candidates.Length < 3) continue;
                var advice = new RunAdvice(Fitted(first), target.Run.Path, Level);
                var chosen = candidates.MinBy(run => advice.After(run.Run.Path))!;
                foreach (var run in candidates)
                {
                    var fit = Fitted(first, run);
                    var last = target.Run.Curve.Steps[^1];
                    var forecast = Forecaster.Of(fit, target.Run.Path, [last], Level);
                    var (error, half) = (Math.Abs(Math.Log(target.Run.Curve.Loss[^1] / forecast.Loss[0])), Math.Log(forecast.Upper[0] / forecast.Loss[0]));
                    if (run == chosen) (sums[0], sums[1]) = (sums[0] + error, sums[1] + half);
                    (sums[2], sums[3]) = (sums[2] + (error / candidates.Length), sums[3] + (half / candidates.Length));
                }

                count++;
            }

            if (count == 0) continue;
            rows.Add([set.Key, $"{count}", .. sums.Select(sum => $"{sum / count:P2}")]);
            Console.Error.WriteLine(set.Key);
        }

        Console.WriteLine(new TextTable(
            ["set", "targets", "error, advised", "half-width, advised", "error, random", "half-width, random"], [.. rows]).ToMarkdown());
    }

    static Fit Fitted(params PublicRun[] runs) => LawSelection.Try(
        LawSelection.Default,
        Calibration.Counted([.. runs.Select(run => run.Run)]),
        new FitOptions { Starts = 3 }).Fit;
}
