using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Tests;

namespace Anneal.Study;

/// <summary>A few runs to fit and others of the same model to forecast.</summary>
sealed record Protocol(string Name, string Family, IReadOnlyList<PublicRun> Train, IReadOnlyList<PublicRun> Test)
{
    public IReadOnlyList<FitRun> Points => [.. CurveHygiene.Inspect([.. Train.Select(run => run.Run)]).Kept.Select(run => Count(run))];

    // The runs of the multi-power paper are logged from the end of their warm-up on, and its fits count every row.
    public FitRun Count(TrainingRun run) => CountedPoints.Of(run, Family == "mpl" ? 0 : null);

    /// <summary>What is scored: the test runs after they leave their trunk, but for those that diverged.</summary>
    public IEnumerable<FitRun> Scored => Test
        .Select(test => (test.Run, Points: Count(test.Run).Points.Between(Math.Max(test.Run.BranchStep, test.Run.Name == "constant_72000" ? 24000 : 0), int.MaxValue)))
        .Where(test => test.Points.Count > 0 && test.Points.Loss[^1] <= test.Points.Loss[0] + 0.5)
        .Select(test => new FitRun(test.Run, test.Points));

    /// <summary>Every protocol that the public runs allow: other schedules, other peaks, longer horizons.</summary>
    public static IReadOnlyList<Protocol> All(IReadOnlyList<PublicRun> runs)
    {
        var all = new List<Protocol>();
        void Add(string name, string set, Func<PublicRun, bool> train, Func<PublicRun, bool> test)
        {
            var mine = runs.Where(run => run.Set == set).ToArray();
            PublicRun[] fitted = [.. mine.Where(train)];
            if (fitted.Length > 0) all.Add(new(name, fitted[0].Family, fitted, [.. mine.Where(run => !train(run) && test(run))]));
        }

        foreach (var set in (string[])["mpl_25", "mpl_100"])
            Add($"{set}: other schedules", set, run => run.Run.Name is "cosine_24000" or "constant_24000" or "wsdcon_9", _ => true);
        Func<PublicRun, bool> At(string peak, int constant) => run =>
            run.Run.Name == $"const_lr{peak}_T{constant}" || run.Run.Name == $"cos_lr{peak}_T25000" || run.Run.Name == $"wsd_lr{peak}_T25000_linear0.2";
        Add("sch_sp_123M at 1e-3: same peak", "sch_sp_123M", At("0.001", 50000), run => run.Peak == 1e-3);
        Add("sch_sp_123M at 1e-3: half the peak", "sch_sp_123M", At("0.001", 50000), run => run.Peak == 5e-4);
        Add("sch_sp_123M at 5e-4: twice the peak", "sch_sp_123M", At("0.0005", 50000), run => run.Peak == 1e-3);
        Add("sch_sp_123M at 15k: 50k steps", "sch_sp_123M",
            run => run.Run.Name is "cos10_lr0.001_T15000" or "wsd_lr0.001_T15000_linear0.2", run => run.Peak == 1e-3 && run.Steps == 50000);
        foreach (var set in (string[])["hag_sp_59M", "hag_owt_93M", "hag_sp_123M"])
        {
            var cosine = runs.Where(run => run.Set == set && run.Kind == "cosine").MinBy(run => run.Steps);
            var wsd = runs.Where(run => run.Set == set && run.Kind == "wsd").MinBy(run => run.Steps);
            Add($"{set}: longer runs", set, run => run == cosine || run == wsd, _ => true);
        }

        foreach (var set in (string[])["ladder_190M", "ladder_760M"])
        {
            Add($"{set}: 5x and 10x", set, run => run.Run.Name.EndsWith("-1xC", StringComparison.Ordinal) || run.Run.Name.EndsWith("-2xC", StringComparison.Ordinal),
                run => run.Run.Name.EndsWith("-5xC", StringComparison.Ordinal) || run.Run.Name.EndsWith("-10xC", StringComparison.Ordinal));
        }

        Add("modded_124M Muon: 6200 steps", "modded_124M", run => run.Run.Name == "124M_muon_modern", run => run.Run.Name == "124M_muon_6200");
        Add("modded_124M SOAP: 6000 steps", "modded_124M", run => run.Run.Name == "124M_soap_trap", run => run.Run.Name == "124M_soap_6000");
        return all;
    }
}

/// <summary>Means over test runs of the per-run errors, after a run leaves its trunk.</summary>
readonly record struct Errors(double Mae, double Rmse, double WorstE, double Final)
{
    public static Errors Of(Protocol protocol, Func<TrainingRun, int[], double[]> forecast)
    {
        var (mae, rmse, worst, final, n) = (0.0, 0.0, 0.0, 0.0, 0);
        foreach (var (run, points) in protocol.Scored)
        {
            var loss = forecast(run, points.Steps.ToArray());
            double[] e = [.. loss.Select((value, i) => Math.Abs(value - points.Loss[i]))];
            mae += e.Average();
            rmse += Math.Sqrt(e.Average(value => value * value));
            worst += e.Select((value, i) => value / points.Loss[i]).Max();
            final += e[^1];
            n++;
        }

        return new(mae / n, rmse / n, worst / n, final / n);
    }
}
