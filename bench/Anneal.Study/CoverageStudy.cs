using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Tests;

namespace Anneal.Study;

/// <summary>
/// Leaves each run of each set out and records what its interval is made of, so that constants can be compared without fitting
/// anew. The priors are those without the set's family.
/// </summary>
static class CoverageStudy
{
    // As many points of a held-out run: enough for its mean.
    const int MostHeld = 40;

    public static IReadOnlyList<LeftOutRun> Gather(IReadOnlyList<PublicRun> runs, Action<string> done)
    {
        var priors = new PriorStudy(runs);
        var found = new List<LeftOutRun>();
        foreach (var set in runs.GroupBy(PriorStudy.Group).Where(set => set.Key is not null && set.Count() > 1).OrderBy(set => set.Count()))
        {
            var family = set.First().Family;
            found.AddRange(Gather(set.Key!, family, [.. set.Select(run => run.Run)], new FitOptions { Priors = priors.Without(family) }));
            done(set.Key!);
        }

        return found;
    }

    public static IEnumerable<LeftOutRun> Gather(string set, string family, TrainingRun[] runs, FitOptions options)
    {
        options = LawSelection.OptionsFor(LawSelection.Default, options);
        var full = LawFitter.Fit(LawSelection.Default, Calibration.Counted(runs), options);
        return Enumerable.Range(0, runs.Length)
            .Select(i => LeaveOut(set, family, runs, i, options with { StartFrom = full.Law.Theta, Threads = 1 }))
            .OfType<LeftOutRun>();
    }

    static LeftOutRun? LeaveOut(string set, string family, TrainingRun[] all, int i, FitOptions options)
    {
        if (Calibration.Split(all, i) is not var (train, test)) return null;
        var fit = LawFitter.Fit(LawSelection.Default, train, options);
        var left = new LeftOutRun(set, family, test.Run.Name, Calibration.ConstantWidth(fit, train, 0.9));
        left.Points.AddRange(Points(fit, test, 1));
        var prepared = PreparedRun.All(LawSelection.Default, train, options, CancellationToken.None);
        foreach (var (rest, held) in HeldOut.Folds(fit, prepared, options, CancellationToken.None))
            left.Held[held.Run.Run.Name] = [.. Points(rest, held.Run, Math.Max(1, held.Count / MostHeld))];
        return left;
    }

    static IEnumerable<Ingredients> Points(Fit fit, FitRun counted, int every)
    {
        var (run, points) = (counted.Run, counted.Points);
        var steps = points.Steps.ToArray();
        var spreads = Forecaster.Spreads(fit, run.Path, steps, out var loss);
        var covered = new CoveredSoFar(run.Path);
        for (var i = 0; i < steps.Length; i++)
        {
            var wanted = covered.Through(steps[i]);
            if (i % every != 0 && i < steps.Length - 1) continue;
            var here = wanted with { Steps = fit.Seen.Steps, FullSteps = fit.Seen.FullSteps };
            var plain = ModelErrors.Stretch(fit.Seen, here, null);
            var horizon = (ModelErrors.Stretch(fit.Seen, wanted, null) - plain) / ModelErrors.PerHorizon;
            yield return new(Math.Log(points.Loss[i] / loss[i]), fit.Noise, spreads[i], plain, horizon);
        }
    }
}
