using System.CommandLine;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Cli.Verbs;

/// <summary>How the best base rate of one horizon becomes that of another, by each theory and by a fit.</summary>
sealed class TransferVerb : Verb
{
    const double Reach = 4;

    readonly Option<int?> from = Setting.Count("--from-steps", "N, the horizon whose base rate is known.", min: 2);
    readonly Option<int?> to = Setting.Count("--to-steps", "M, the horizon that is wanted.", min: 2);
    readonly Option<double?> peak = Setting.Rate("--peak", "The best base rate at N, to print that at M.");
    readonly Option<string?> shape = Setting.OneOf("--shape", "The schedule's shape.", "cosine", "constant", "linear", "cosine", "wsd");
    readonly Option<double?> share = Setting.Number("--decay-share", "The decay's share of a wsd schedule, which falls in a line.", min: 0.01, max: 1, defaultValue: 0.2);
    readonly Option<string?> fitFile = Setting.Text("--fit", "A fit: its progress exponent is the source exponent, and its own best rates are compared.", "FIT.json");
    readonly Option<double?> source = Setting.Number("--source", "s, the exponent with which the loss falls in the rate sum. Default: the fit's alpha.", min: 0.01);
    readonly Option<double?> capacity = Setting.Number("--capacity", "The spectrum's exponent, above 1. Default: 1/(1 − beta) of the fit's kernel.", min: 1.0001);

    public TransferVerb()
        : base(
            "transfer",
            "The factor on the base rate from one horizon to another: by the convex last-iterate bound, by functional scaling (easy regime: "
            + "a power of the horizon; hard regime: none), and by a fit. The theories differ; the table shows by how much.",
            new("anneal transfer --from-steps 24000 --to-steps 96000 --peak 3e-4 --shape linear", "By the convex bound"),
            new("anneal transfer --from-steps 24000 --to-steps 96000 --fit fit.json", "By every theory and by the fit"))
    {
        from.Required = to.Required = true;
        foreach (var option in (Option[])[from, to, peak, shape, share, fitFile, source, capacity]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var (n, m) = (line.GetValue(from)!.Value, line.GetValue(to)!.Value);
        var form = line.GetValue(shape)!;
        var fit = line.GetValue(fitFile) is { } path ? FitFile.Read(path).Fit : null;
        Schedule Shape(double top, int steps) => form switch
        {
            "constant" => new Constant(top, steps),
            "linear" => new Linear(top, 0, steps),
            "cosine" => new Cosine(top, 0, steps),
            _ when (int)(line.GetValue(share)!.Value * steps) is var decay and > 0 && decay < steps => new Constant(top, steps - decay).Then(new Linear(top, 0, decay)),
            _ => new Linear(top, 0, steps),
        };
        var rows = new List<(string Name, double? Factor, string Note)>
        {
            ("convex-bound", HorizonTransfer.ByConvexBound(steps => Shape(1, steps), n, m), "worst case; about the square root of the horizons' ratio"),
            Scaling(line, fit, form, n, m),
        };
        if (fit is not null) rows.Add(ByFit(fit, Shape, n, m));
        var known = line.GetValue(peak);
        if (context.Json)
        {
            context.WriteJson(Name, json => json.Objects("transfers", rows, (item, row) =>
            {
                item.WriteString("by", row.Name);
                item.Number("factor", row.Factor);
                item.Number("peak", known * row.Factor);
                item.WriteString("note", row.Note);
            }));
            return ExitCode.Ok;
        }

        context.Out.Write(new TextTable(
            ["by", "factor", known is null ? "" : $"peak at {Digits.Count(m)} steps", "note"],
            rows.Select(row => (string[])
            [
                row.Name, row.Factor is { } factor ? Digits.Significant(factor, 3) : "–",
                known * row.Factor is { } top ? Digits.Significant(top, 3) : "", row.Note,
            ])).ToText());
        return ExitCode.Ok;
    }

    (string, double?, string) Scaling(ParseResult line, Fit? fit, string form, int n, int m)
    {
        var s = line.GetValue(source) ?? Parameter(fit, "alpha");
        var beta = line.GetValue(capacity) ?? (Parameter(fit, "beta") is { } kernel and < 1 ? 1 / (1 - kernel) : null);
        if (s is null || beta is null)
            return ("functional-scaling", null, "wants --source and --capacity, or a fit with alpha and a kernel exponent below 1");
        var tail = form switch { "constant" => 0.0, "cosine" => 2, _ => 1 };
        var exponent = HorizonTransfer.PeakExponent(s.Value, beta.Value, tail);
        var regime = exponent > 0 ? $"easy regime, exponent −{Digits.Significant(exponent, 2)}" : "hard regime: the highest stable rate at any horizon";
        return ("functional-scaling", HorizonTransfer.ByFunctionalScaling(s.Value, beta.Value, tail, n, m),
            $"{regime}; s {Digits.Significant(s.Value, 2)}, capacity {Digits.Significant(beta.Value, 2)}");
    }

    static double? Parameter(Fit? fit, string name) => fit?.Law.Law.IndexOf(name) is >= 0 and var place ? fit.Law.Theta[place] : null;

    static (string, double?, string) ByFit(Fit fit, Func<double, int, Schedule> shape, int n, int m)
    {
        if (fit.Runs.IsEmpty) return ("fit", null, "a law of given parameters has seen no peak");
        return HorizonTransfer.BestPeaks(fit.Law, shape, n, m, (fit.Seen.LowestPeak / Reach, fit.Seen.HighestPeak * Reach)) is var (atN, atM)
            ? ("fit", atM / atN, $"best rates {Digits.Significant(atN, 3)} and {Digits.Significant(atM, 3)}")
            : ("fit", null, $"sees no best rate within a factor of {Reach} of its runs: it knows nothing of what makes a high rate unstable");
    }
}
