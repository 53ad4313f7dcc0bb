using System.Collections.Immutable;
using System.CommandLine;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Cli.Verbs;

/// <summary>Reads runs, fits one law or the one that predicts best, and says how well it is known.</summary>
sealed class FitVerb : Verb
{
    readonly RunArguments runs = new(
        ArgumentArity.OneOrMore,
        "The first step that counts. Without it: the first after the warm-up and the first 4 % of the log.");

    readonly WarmupOptions warmup = new();

    readonly Option<string?> law = LawOptions.Law(
        "auto (the default) fits several and takes the one with the least error on runs left out of the fit.", "auto");

    readonly OutputOption output = new("--out", "Write the fit here, for evaluate, forecast and optimize.", "FIT.json");

    readonly Option<string?> prior = Setting.OneOf(
        "--prior", "When the documented priors are used; auto: when the runs leave open what a forecast needs.", "auto",
        "auto", "always", "never");

    readonly Option<string?> hold = Setting.Text("--hold", "Hold exponents at values in place of fitting them.", "p=X,q=X,…");

    readonly Option<double?> delta = Setting.Number(
        "--delta", "Huber's δ on log residuals: beyond it a residual counts linearly. Default: 0.001.", min: 1e-9);

    readonly Option<bool> leastSquares = new("--least-squares") { Description = "Plain least squares on log residuals: δ is infinite." };

    readonly Option<int?> threads = Setting.Count("--threads", "At most so many threads; the result is the same for any number.");

    public FitVerb()
        : base(
            "fit",
            "Fit a schedule-aware loss law to the logs of a few runs. Errors, what the runs cannot determine, and the laws' errors on "
            + "runs left out are part of the result. Exit code 4: the iteration did not converge, or the runs determine no parameter; "
            + "single parameters that are not determined are warnings.",
            new("anneal fit runs/*.csv --out fit.json", "Fit the law that predicts best"),
            new("anneal fit runs.yaml --law multi-power --out fit.json", "Fit a law of one's own choice"),
            new("anneal fit const.csv cosine.csv wsdcon.csv --warmup 2160", "Logs that begin after a warm-up of 2160 steps"),
            new("anneal fit runs/*.csv --law two-exponent-multi-power --hold p=0.7,q=0.85", "Hold exponents"),
            new("anneal fit runs/*.csv --json | jq .unidentified", "For a script"))
    {
        runs.AddTo(this);
        foreach (var option in (Option[])[law, output, prior, hold, delta, leastSquares, threads]) Add(option);
        warmup.AddTo(this);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var name = line.GetValue(law) ?? "auto";
        var chosen = name.Equals("auto", StringComparison.OrdinalIgnoreCase) ? null : LawCatalog.Find(name);
        var options = OptionsOf(line, chosen);
        var set = runs.Read(line, line.GetValue(runs.Runs) ?? [], warmup.Sum(line), context);
        var hygiene = CurveHygiene.Inspect(set.Runs, context.Cancellation);
        foreach (var sentence in hygiene.Sentences) context.Note($"{sentence}.");
        FitRun[] counted = [.. hygiene.Kept.Select(run => CountedPoints.Of(run, line.GetValue(runs.From)))];
        foreach (var run in counted.Where(run => run.Points.Count == 0)) context.Warn($"{run.Run.Name} has no row that counts.");
        var trials = Trials(chosen, counted, options, context);
        if (trials[0].Fit.Stop == StopReason.NotFinite)
        {
            throw new InputException(
                $"The {trials[0].Law.Card.Title} has no finite value on these runs, wherever the fit starts, so that nothing was fitted; look at the size of the losses and rates.");
        }

        var saved = new SavedFit(Noted(trials[0].Fit, trials[0].HeldOut), FitSources.Of(set.Runs));
        if (line.GetValue(output) is { } path) FitFile.Write(path, saved);
        foreach (var note in saved.Fit.Notes) context.Note(note);
        var report = new FitReport(saved, trials, hygiene, line.GetValue(output));
        if (!context.Json)
        {
            report.WriteText(context);
            return Exit(saved.Fit, context);
        }

        foreach (var missing in saved.Fit.Unidentified) context.Warn($"{missing.Reason} {missing.Remedy}");
        context.WriteJson(Name, report.WriteJson);
        return Exit(saved.Fit, context);
    }

    static ImmutableArray<LawTrial> Trials(LossLaw? chosen, FitRun[] runs, FitOptions options, CommandContext context)
    {
        if (chosen is not null) return [LawSelection.Try(chosen, runs, options, context.Cancellation)];
        using var line = context.Progress("fitting", "laws");
        var total = LawSelection.Candidates.Length;
        return LawSelection.Select(runs, options, line.Shares(total), context.Cancellation);
    }

    static Fit Noted(Fit fit, HeldOut heldOut) => heldOut.Runs.IsEmpty
        ? fit with { Notes = [.. fit.Notes, "Nothing could be held out of the fit, so the law's own error is the documented default."] }
        : fit;

    static ExitCode Exit(Fit fit, CommandContext context)
    {
        if (fit.Stop != StopReason.Converged)
        {
            context.Warn($"The fit did not converge: {Names.Kebab(fit.Stop.ToString())}.");
            return ExitCode.NotIdentified;
        }

        return fit.Unidentified.Length < fit.Law.Theta.Length - fit.Held.Count ? ExitCode.Ok : ExitCode.NotIdentified;
    }

    FitOptions OptionsOf(ParseResult line, LossLaw? chosen)
    {
        var options = new FitOptions
        {
            PriorUse = line.GetValue(prior) switch
            {
                "always" => PriorUse.Always,
                "never" => PriorUse.Never,
                _ => PriorUse.WhenUnidentified,
            },
        };
        if (warmup.Response(line) is { } response) options = options with { Warmup = response };
        if (line.GetValue(delta) is { } width)
        {
            if (line.GetValue(leastSquares)) throw new CommandException(ExitCode.Usage, "--delta and --least-squares exclude each other; give one.");
            options = options with { HuberDelta = width };
        }

        if (line.GetValue(leastSquares)) options = options with { HuberDelta = double.PositiveInfinity };
        if (line.GetValue(threads) is { } count) options = options with { Threads = count };
        return line.GetValue(hold) is { } held ? options with { Held = Held(held, chosen) } : options;
    }

    static ImmutableSortedDictionary<string, double> Held(string text, LossLaw? chosen)
    {
        LossLaw[] laws = chosen is null ? [.. LawSelection.Candidates] : [chosen];
        string[] known = [.. laws.SelectMany(x => x.Parameters).Select(x => x.Name).Distinct(StringComparer.Ordinal)];
        var owner = chosen is null ? "No law that auto tries" : $"The {chosen.Card.Title}";
        return LawOptions.Values("--hold", text, known, owner).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
