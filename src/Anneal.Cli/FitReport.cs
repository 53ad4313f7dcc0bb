using System.Collections.Immutable;
using System.Text.Json;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli;

/// <summary>What <c>anneal fit</c> shows.</summary>
/// <param name="saved">The fit.</param>
/// <param name="trials">The laws that were tried, the winner first.</param>
/// <param name="hygiene">What was found in the runs.</param>
/// <param name="path">The file that was written, if one was.</param>
sealed class FitReport(SavedFit saved, ImmutableArray<LawTrial> trials, CurveHygiene hygiene, string? path)
{
    readonly Fit fit = saved.Fit;

    /// <summary>The fields of a fit file, so that this output can stand for one, and what was compared.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        FitFile.WriteFields(json, saved);
        json.Objects("laws", trials, static (item, trial) =>
        {
            item.WriteString("law", trial.Law.Card.Name);
            item.Number("heldOutRmse", trial.HeldOut.Rmse);
            item.Number("objective", trial.Fit.Objective);
            item.WriteString("stop", Names.Kebab(trial.Fit.Stop.ToString()));
        });
        json.Object("heldOut", fields =>
        {
            var heldOut = trials[0].HeldOut;
            fields.WriteString("kind", Kind(heldOut));
            fields.Number("rmse", heldOut.Rmse);
            fields.Objects("runs", heldOut.Runs, static (item, run) =>
            {
                item.WriteString("name", run.Name);
                item.Number("rmse", run.Rmse);
                item.Number("relativeError", run.RelativeError);
                item.Number("finalError", run.FinalError);
            });
        });
        WriteCorrelations(json);
        json.Objects("inspected", hygiene.Runs, static (item, run) =>
        {
            item.WriteString("name", run.Run.Name);
            item.WriteString("leftOut", run.LeftOut);
            item.WriteStartArray("spikes");
            foreach (var step in run.SpikeSteps) item.WriteNumberValue(step);
            item.WriteEndArray();
            item.WriteString("copyOf", run.CopyOf);
            if (run.CopiedThrough is { } last) item.WriteNumber("copiedThrough", last);
            else item.WriteNull("copiedThrough");
        });
        json.WriteString("file", path);
    }

    public void WriteText(CommandContext context)
    {
        var (output, ansi, law) = (context.Out, context.Ansi, fit.Law.Law);
        output.WriteLine($"{ansi.Bold(law.Card.Title)} ({law.Card.Name})");
        output.WriteLine($"  {law.Card.Formula}");
        output.WriteLine();
        output.Write(Parameters().ToText());
        output.WriteLine();
        output.Write(Residuals().ToText());
        output.WriteLine();
        output.WriteLine(HeldOutTitle());
        output.Write(Laws().ToText());
        output.WriteLine();
        foreach (var missing in fit.Unidentified)
            output.WriteLine($"{ansi.Yellow("not determined:")} {missing.Reason} {missing.Remedy}");
        var stop = Names.Kebab(fit.Stop.ToString());
        output.WriteLine(
            $"stop: {stop} after {fit.Iterations} iterations, objective {Digits.Significant(fit.Objective, 5)}; "
            + $"noise {Share(fit.Noise)}, the law's own error {Share(fit.ModelError.Level)} of the loss");
        WriteNext(output);
    }

    TextTable Parameters()
    {
        var law = fit.Law.Law;
        var open = fit.Unidentified.Select(missing => missing.Parameter).ToHashSet(StringComparer.Ordinal);
        return new TextTable(["parameter", "value", "error", "meaning"], law.Parameters.Select((parameter, j) =>
        {
            var (value, error) = (fit.Law.Theta[j], fit.StandardErrors[j]);
            var isHeld = fit.Held.ContainsKey(parameter.Name);
            string[] row =
            [
                parameter.Name,
                isHeld || open.Contains(parameter.Name) ? Digits.Significant(value) : Digits.Within(value, error),
                isHeld ? "held" : open.Contains(parameter.Name) ? "not determined" : $"± {Digits.Significant(error, 2)}",
                parameter.Meaning,
            ];
            return row;
        }));
    }

    TextTable Residuals() => new(["run", "points", "steps", "rmse", "bias", "noise"], fit.Runs.Select(run => new[]
    {
        run.Name,
        Digits.Count(run.Points),
        $"{run.FirstStep} … {run.LastStep}",
        Digits.Significant(run.Rmse, 3),
        Digits.Significant(run.Bias, 2),
        Share(run.Noise),
    }));

    TextTable Laws() => new(["law", "held-out rmse", "objective"], trials.Select(trial => new[]
    {
        trial.Law.Card.Name,
        Digits.Significant(trial.HeldOut.Rmse, 3),
        Digits.Significant(trial.Fit.Objective, 4),
    }));

    string HeldOutTitle() => Kind(trials[0].HeldOut) switch
    {
        "none" => "Nothing could be held out: too few rows.",
        "tail" => "Error on the last 30 % of the only run, left out of the fit:",
        _ when trials.Length > 1 => "Errors on each run, left out of the fit in turn; the first law is used:",
        _ => "Errors on each run, left out of the fit in turn:",
    };

    void WriteNext(TextWriter output)
    {
        if (path is null)
        {
            output.WriteLine("written: nothing; --out FIT.json keeps the fit for evaluate, forecast and optimize");
            return;
        }

        var peak = Digits.Significant(fit.Seen.HighestPeak);
        output.WriteLine($"written: {path}");
        output.WriteLine($"next: anneal optimize {Shell(path)} --steps {fit.Seen.Steps} --peak {peak}");
    }

    void WriteCorrelations(Utf8JsonWriter json)
    {
        var names = fit.Law.Law.Parameters.Select(parameter => parameter.Name).ToArray();
        json.Object("correlations", fields =>
        {
            fields.Strings("coordinates", names);
            fields.WriteStartArray("matrix");
            for (var i = 0; i < names.Length; i++)
            {
                fields.WriteStartArray();
                for (var j = 0; j < names.Length; j++) fields.Number(fit.Correlation(i, j));
                fields.WriteEndArray();
            }

            fields.WriteEndArray();
        });
    }

    static string Kind(HeldOut heldOut) => heldOut.Runs.IsEmpty ? "none" : heldOut.IsTail ? "tail" : "runs";

    static string Share(double relative) => double.IsNaN(relative) ? "–" : $"{Digits.Significant(100 * relative, 2)} %";

    static string Shell(string word) => word.All(c => char.IsLetterOrDigit(c) || "-_./+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word}'";
}
