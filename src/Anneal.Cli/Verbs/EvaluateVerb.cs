using System.CommandLine;
using System.Text.Json;
using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Says how well a fit meets runs.</summary>
sealed class EvaluateVerb : Verb
{
    const double Level = 0.9;

    readonly FitSource source = new();
    readonly RunArguments runs = new(ArgumentArity.ZeroOrMore, "The first step that is scored.");

    public EvaluateVerb()
        : base(
            "evaluate",
            "Say how well a fit meets runs: for each run and on average R², MAE, RMSE, the mean and the worst relative error, predicted "
            + "minus measured at the last row, and the share of rows inside the 90 % interval. Every row counts from --from, and from "
            + "branch_step where a runs file gives it, except within the warm-up.",
            new("anneal evaluate fit.json heldout/*.csv", "On runs that the fit has not seen"),
            new("anneal evaluate fit.json runs.yaml --from 8000 --json | jq .mean", "From a step on, for a script"),
            new("anneal evaluate --law momentum --parameters L0=3.1,A=0.5,alpha=0.5,B=400,lambda=0.999 runs/*.csv --warmup 2160", "Published values, no fit"))
    {
        source.AddTo(this);
        runs.AddTo(this);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var fit = source.Read(line).Fit;
        string[] paths = line.GetValue(runs.Runs) ?? [];
        if (source.Displaced(line) is { } first) paths = [first, .. paths];
        var set = runs.Read(line, paths, source.WarmupSum(line), context);
        var scores = new CurveScore[set.Runs.Length];
        using (var progress = context.Progress("evaluating", "runs"))
        {
            for (var i = 0; i < scores.Length; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                scores[i] = CurveScore.Of(fit, set.Runs[i], line.GetValue(runs.From) ?? 0, Level);
                progress.Report(i + 1, scores.Length);
            }
        }

        var names = set.Runs.Select(run => run.Name).ToArray();
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, fit, names, scores));
        else WriteText(context, fit, names, scores);
        return ExitCode.Ok;
    }

    static void WriteJson(Utf8JsonWriter json, Fit fit, string[] names, CurveScore[] scores)
    {
        json.WriteString("law", fit.Law.Law.Card.Name);
        json.Number("level", Level);
        json.Objects("runs", names.Zip(scores), static (item, run) =>
        {
            item.WriteString("name", run.First);
            item.WriteNumber("points", run.Second.Points);
            Measures(item, run.Second);
        });
        json.Object("mean", fields => Measures(fields, CurveScore.Mean(scores)));
    }

    static void Measures(Utf8JsonWriter json, in CurveScore score)
    {
        json.Number("r2", score.R2);
        json.Number("mae", score.Mae);
        json.Number("rmse", score.Rmse);
        json.Number("predE", score.PredE);
        json.Number("worstE", score.WorstE);
        json.Number("finalError", score.FinalError);
        json.Number("coverage", score.Coverage);
    }

    static void WriteText(CommandContext context, Fit fit, string[] names, CurveScore[] scores)
    {
        var rows = names.Zip(scores, Row).ToList();
        if (scores.Length > 1) rows.Add(Row("mean", CurveScore.Mean(scores)));
        context.Out.WriteLine($"{context.Ansi.Bold(fit.Law.Law.Card.Title)}, {Digits.Count(scores.Length)} {(scores.Length == 1 ? "run" : "runs")}");
        context.Out.Write(new TextTable(["run", "rows", "R²", "MAE", "RMSE", "PredE", "WorstE", "final error", "in 90 %"], rows).ToText());
        if (fit.Covariance.IsEmpty) context.Note("These values come without a covariance, so there is no interval and no coverage.");
    }

    static string[] Row(string name, CurveScore score) =>
    [
        name,
        Digits.Count(score.Points),
        Digits.Significant(score.R2, 5),
        Digits.Significant(score.Mae, 3),
        Digits.Significant(score.Rmse, 3),
        $"{Digits.Significant(100 * score.PredE, 3)} %",
        $"{Digits.Significant(100 * score.WorstE, 3)} %",
        Digits.Significant(score.FinalError, 3),
        double.IsNaN(score.Coverage) ? "–" : $"{Digits.Significant(100 * score.Coverage, 3)} %",
    ];
}
