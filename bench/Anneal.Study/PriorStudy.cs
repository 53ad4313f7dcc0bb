using System.Collections.Immutable;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Tests;

namespace Anneal.Study;

/// <summary>
/// Estimates the priors of the unit-free coordinates from public runs: each set of runs is fitted under a very wide prior,
/// and sets are pooled by family (one vote a family), the held-out family left out.
/// </summary>
sealed class PriorStudy
{
    // The hyper-prior: where nothing is known, and how wide "not known" is.
    static readonly ImmutableArray<ParameterPrior> Wide =
    [
        new("alpha", Math.Log(0.5), 0.5), new("B", Math.Log(0.2), 1), new("C", -Math.Log(100), 1.5),
        new("lambda", -Math.Log(300), 1.5), new("beta", 0, 0.7), new("gamma", 0.5, 0.4), new("p", 0.7, 0.3), new("q", 0.8, 0.3),
    ];

    readonly List<(string Family, string Set, LossLaw Law, double[] Place, double[] Spread)> fits = [];

    public PriorStudy(IReadOnlyList<PublicRun> runs)
    {
        var groups = runs.GroupBy(Group).Where(group => group.Key is not null);
        foreach (var group in groups)
        {
            foreach (var law in (LossLaw[])[new TwoExponentMultiPower(), new TwoExponentMomentum()])
            {
                FitRun[] points = [.. CurveHygiene.Inspect([.. group.Select(run => run.Run)]).Kept.Select(run => CountedPoints.Of(run))];
                var options = new FitOptions { Starts = 3, Priors = Wide, PriorUse = PriorUse.Always, PriorStrength = 5 };
                var fit = LawFitter.Fit(law, points, options);
                var place = new double[fit.Law.Theta.Length];
                new Coordinates(law, fit.Reference).ToPlace(fit.Law.Theta.AsSpan(), place);
                double[] spread = [.. place.Select((_, j) => Math.Sqrt(fit.Covariance[(j * place.Length) + j]))];
                fits.Add((group.First().Family, group.Key!, law, place, spread));
            }
        }
    }

    /// <summary>The priors without one family; null for all.</summary>
    public ImmutableArray<ParameterPrior> Without(string? family) => [.. Wide.Select(wide => Pool(wide, family))];

    ParameterPrior Pool(ParameterPrior wide, string? without)
    {
        var floor = wide.Deviation * wide.Deviation;
        var families = fits
            .Where(fit => fit.Family != without && fit.Law.IndexOf(wide.Parameter) >= 0)
            .Where(fit => wide.Parameter == "lambda" || fit.Law is TwoExponentMultiPower)
            .GroupBy(fit => fit.Family)
            .Select(group => Mean(group.Select(fit =>
            {
                var j = fit.Law.IndexOf(wide.Parameter);
                return (fit.Place[j], (fit.Spread[j] * fit.Spread[j]) + (0.01 * floor));
            })))
            .ToArray();
        var (mean, _) = Mean(families.Select(x => (x.Mean, x.Variance + (0.25 * floor))));
        var weights = families.Select(x => 1 / (x.Variance + (0.25 * floor))).ToArray();
        var between = families.Zip(weights, (x, w) => w * (x.Mean - mean) * (x.Mean - mean)).Sum() / weights.Sum();
        return new(wide.Parameter, mean, Math.Sqrt(between + (0.09 * floor)));
    }

    static (double Mean, double Variance) Mean(IEnumerable<(double Value, double Variance)> values)
    {
        var (weight, sum) = (0.0, 0.0);
        foreach (var (value, variance) in values)
        {
            weight += 1 / variance;
            sum += value / variance;
        }

        return (sum / weight, 1 / weight);
    }

    /// <summary>Names the set of runs of one model, data and optimiser that a run is of; null if it is alone.</summary>
    public static string? Group(PublicRun run) => run.Set switch
    {
        "modded_124M" when run.Run.Name.Contains("muon_modern", StringComparison.Ordinal) || run.Run.Name.Contains("muon_6200", StringComparison.Ordinal) => "modded Muon",
        "modded_124M" when run.Run.Name.Contains("soap", StringComparison.Ordinal) => "modded SOAP",
        "modded_124M" when run.Run.Name.Contains("adamw", StringComparison.Ordinal) => "modded AdamW",
        "modded_124M" => null,
        _ => run.Set,
    };
}
