// Measures on public training runs what the documented choices rest on: `priors`, `accuracy`, `coverage`, `calibrate`, `rest`, `advice`.
using System.Globalization;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Plotting;
using Anneal.Study;
using Anneal.Tests;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var folder = Environment.GetEnvironmentVariable("ANNEAL_CURVES") ?? Path.Combine("..", "shared", "curves");
if (args.Length == 0 || !File.Exists(Path.Combine(folder, "manifest.csv")))
{
    Console.Error.WriteLine("usage: priors | accuracy | coverage [FILE of what was gathered] | calibrate [SET…] | rest [SET…] | advice, with ANNEAL_CURVES naming the folder of the public runs (manifest.csv).");
    return 2;
}

var runs = PublicCurves.Read(folder);
switch (args[0])
{
    case "priors": Priors(); break;
    case "accuracy": Accuracy(); break;
    case "coverage": Coverage(); break;
    case "calibrate": Calibrate(); break;
    case "advice": AdviceStudy.Run(runs); break;
    case "rest": RestStudy.Run(runs, args.Skip(1).ToHashSet(StringComparer.Ordinal)); break;
    default: return 2;
}

return 0;

void Priors()
{
    var study = new PriorStudy(runs);
    var headers = new List<string> { "without" };
    headers.AddRange(study.Without(null).Select(prior => prior.Parameter));
    var rows = new List<string[]>();
    foreach (var family in runs.Select(run => run.Family).Distinct().Cast<string?>().Append(null))
        rows.Add([family ?? "none", .. study.Without(family).Select(prior => $"{prior.Mean:F2} ± {prior.Deviation:F2}")]);
    Console.WriteLine(new TextTable([.. headers], [.. rows]).ToMarkdown());
}

void Accuracy()
{
    var study = new PriorStudy(runs);
    var protocols = Protocol.All(runs);
    var published = new Dictionary<string, double[]>
    {
        ["mpl_25: other schedules"] = [3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257],
        ["mpl_100: other schedules"] = [2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612, 0.59785199, 0.65523644],
    };
    var held = new Dictionary<string, double> { ["p"] = 0.7, ["q"] = 0.85 };
    FitOptions Held() => new() { Held = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(held) };
    var rows = new List<string[]>();
    void Row(string name, Func<Protocol, CalibratedLaw?> fit)
    {
        var (logs, scored) = (0.0, 0);
        foreach (var protocol in protocols)
        {
            if (fit(protocol) is not { } law) continue;
            var e = Errors.Of(protocol, (run, steps) => law.Losses(run.Path, steps));
            logs += Math.Log(e.Rmse);
            scored++;
            rows.Add([name, protocol.Name, $"{e.Mae:F5}", $"{e.Rmse:F5}", $"{e.WorstE:F5}", $"{e.Final:F5}"]);
        }

        if (scored == protocols.Count) rows.Add([name, "geometric mean", "", $"{Math.Exp(logs / scored):F5}", "", ""]);
    }

    CalibratedLaw Fit(LossLaw law, Protocol protocol, FitOptions options) => LawFitter.Fit(law, protocol.Points, options).Law;
    Row("(a) published parameters", p => published.TryGetValue(p.Name, out var theta) ? new CalibratedLaw(new MultiPower(), [.. theta], WarmupResponse.Included) : null);
    foreach (var warmup in Enum.GetValues<WarmupResponse>())
    {
        Row($"(b) multi-power, optimum, {warmup}", p => Fit(new MultiPower(), p, new FitOptions { Warmup = warmup, PriorUse = PriorUse.Never }));
        Row($"momentum, {warmup}", p => Fit(new Momentum(), p, new FitOptions { Warmup = warmup, PriorUse = PriorUse.Never }));
    }

    Row("(c) two-exponent as events, q .85, p .7, in-sample", p => Fit(new LiteralTwoExponent(), p, Held() with { PriorUse = PriorUse.Never }));
    Row("two-exponent path-consistent, q .85, p .7, in-sample", p => Fit(new TwoExponentMultiPower(), p, Held() with { PriorUse = PriorUse.Never }));
    Row("two-exponent path-consistent, free", p => Fit(new TwoExponentMultiPower(), p, new FitOptions { PriorUse = PriorUse.Never }));
    Row("two-exponent momentum, priors without the family", p => Fit(new TwoExponentMomentum(), p, new FitOptions { Priors = study.Without(p.Family), PriorUse = PriorUse.Always }));
    Row("**default law, priors without the family**", p => Fit(LawSelection.Default, p, new FitOptions { Priors = study.Without(p.Family), PriorUse = PriorUse.Always }));
    Row("default law, shipped priors", p => Fit(LawSelection.Default, p, new FitOptions { PriorUse = PriorUse.Always }));
    Row("law of least held-out error", p => LawSelection.Select(p.Points, new FitOptions()).MinBy(trial => trial.HeldOut.Rmse)!.Fit.Law);
    Row("auto", p => LawSelection.Select(p.Points, new FitOptions())[0].Fit.Law);
    Console.WriteLine(new TextTable(["law", "protocol", "MAE", "RMSE", "WorstE", "final"], [.. rows]).ToMarkdown());
}

void Coverage()
{
    var file = args.ElementAtOrDefault(1) ?? "coverage.csv";
    if (!File.Exists(file)) LeftOutRun.Write(file, CoverageStudy.Gather(runs, Console.Error.WriteLine));
    var left = LeftOutRun.Read(file);
    var sets = new CoverageTable("set");
    foreach (var set in left.GroupBy(run => run.Set)) sets.Add(set.Key, IntervalConstants.Shipped.Intervals(set));
    sets.Add("**all**", IntervalConstants.Shipped.Intervals(left));
    sets.Add("all but modded", IntervalConstants.Shipped.Intervals(left.Where(run => run.Family != IntervalConstants.Mixed)));
    Console.WriteLine(sets);

    var folds = new CoverageTable("without", "default, weight, horizon");
    var pooled = new List<CalibrationRun>();
    foreach (var family in left.GroupBy(run => run.Family))
    {
        var chosen = IntervalConstants.Choose(left.Where(run => run.Family != family.Key));
        pooled.AddRange(chosen.Intervals(family).Runs);
        folds.Add(family.Key, chosen.Intervals(family), chosen.ToString());
    }

    folds.Add("**all**", new Calibration(0.9, [.. pooled]), "");
    Console.WriteLine(folds);

    // The real use: a few runs, and other peaks or longer horizons.
    var few = new CoverageTable("fitted on two or three runs");
    var study = new PriorStudy(runs);
    pooled.Clear();
    foreach (var protocol in Protocol.All(runs))
    {
        var trial = LawSelection.Try(LawSelection.Default, protocol.Points, new FitOptions { Priors = study.Without(protocol.Family), PriorUse = PriorUse.Always });
        var scored = protocol.Scored.Select(test => Calibration.Score(protocol.Name, trial.Fit, [.. protocol.Points], test, 0.9)).ToArray();
        pooled.AddRange(scored);
        few.Add(protocol.Name, new Calibration(0.9, [.. scored]));
    }

    few.Add("**all**", new Calibration(0.9, [.. pooled]));
    Console.WriteLine(few);
}

void Calibrate()
{
    var wanted = args.Skip(1).ToHashSet(StringComparer.Ordinal);
    var table = new CoverageTable("set");
    var all = new List<CalibrationRun>();
    foreach (var set in runs.GroupBy(PriorStudy.Group).Where(set => set.Key is not null && set.Count() > 1))
    {
        if (wanted.Count > 0 && !wanted.Contains(set.Key!)) continue;
        var calibration = Calibration.Of([(set.Key!, [.. set.Select(run => run.Run)])], new FitOptions());
        all.AddRange(calibration.Runs);
        table.Add(set.Key!, calibration);
        Console.Error.WriteLine($"{set.Key}: {calibration.PointCoverage:P1} of points");
    }

    table.Add("**all**", new Calibration(0.9, [.. all]));
    Console.WriteLine(table);
}
