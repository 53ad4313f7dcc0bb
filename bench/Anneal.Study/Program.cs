// Measures on public training runs what the documented choices rest on: `priors`, `accuracy`, `coverage`, `rest`.
using System.Globalization;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Plotting;
using Anneal.Study;
using Anneal.Tests;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var folder = Environment.GetEnvironmentVariable("ANNEAL_CURVES") ?? Path.Combine("..", "shared", "curves");
if (args.Length == 0 || !File.Exists(Path.Combine(folder, "manifest.csv")))
{
    Console.Error.WriteLine("usage: priors|accuracy|coverage|rest [SET…], with ANNEAL_CURVES naming the folder of the public runs (manifest.csv).");
    return 2;
}

var runs = PublicCurves.Read(folder);
switch (args[0])
{
    case "priors": Priors(); break;
    case "accuracy": Accuracy(); break;
    case "coverage": Coverage(); break;
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
        var logs = 0.0;
        foreach (var protocol in protocols)
        {
            if (fit(protocol) is not { } law) continue;
            var e = Errors.Of(protocol, (run, steps) => law.Losses(run.Path, steps));
            logs += Math.Log(e.Rmse) / protocols.Count;
            rows.Add([name, protocol.Name, $"{e.Mae:F5}", $"{e.Rmse:F5}", $"{e.WorstE:F5}", $"{e.Final:F5}"]);
        }

        rows.Add([name, "geometric mean", "", $"{Math.Exp(logs):F5}", "", ""]);
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
    var wanted = args.Skip(1).ToHashSet(StringComparer.Ordinal);
    var rows = new List<string[]>();
    var all = new List<CalibrationRun>();
    foreach (var set in runs.GroupBy(run => run.Set).Where(set => set.Key != "modded_124M" && set.Count() > 1))
    {
        if (wanted.Count > 0 && !wanted.Contains(set.Key)) continue;
        var calibration = Calibration.Of([(set.Key, [.. set.Select(run => run.Run)])], new FitOptions());
        all.AddRange(calibration.Runs);
        Add(set.Key, calibration);
        Console.Error.WriteLine($"{set.Key}: {calibration.PointCoverage:P1} of points");
    }

    Add("**all**", new Calibration(0.9, [.. all]));
    Console.WriteLine(new TextTable(
        ["set", "runs", "points covered", "finals covered", "95 % range", "median half-width", "interval score", "constant width's"], [.. rows]).ToMarkdown());

    void Add(string name, Calibration c)
    {
        var (low, high) = c.BinomialRange;
        rows.Add([name, $"{c.Runs.Length}", $"{c.PointCoverage:P1}", $"{c.FinalCoverage:P1}", $"{low:P0} … {high:P0}",
            $"{c.MedianHalfWidth:P2}", $"{c.IntervalScore:P2}", $"{c.ConstantWidthScore:P2}"]);
    }
}
