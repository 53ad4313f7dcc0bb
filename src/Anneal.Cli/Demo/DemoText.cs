using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Cli.Demo;

/// <summary>Sentences and tables that the terminal and the report share.</summary>
/// <param name="job">What was done.</param>
sealed class DemoText(DemoJob job)
{
    // Coordinates that move together this closely are one thing to the data.
    const double StrongCorrelation = 0.95;

    readonly Fit fit = job.Fit;

    public const string Origin =
        "These runs are real, and small: a transformer of 1.09 million parameters that `anneal train` trained on a synthetic language, in one "
        + "pass, on a processor (data/language/PROVENANCE.md).";

    public string LawTitle => fit.Law.Law.Card.Title;

    /// <summary>What intervals take for the law's own error, and what was seen of it.</summary>
    public string ModelError
    {
        get
        {
            var errors = job.Trials[0].HeldOut.Runs.Select(run => run.RelativeError * run.RelativeError).ToArray();
            return $"taken as {Digits.Percent(fit.ModelError.Level)} of the loss: it was {Digits.Percent(Math.Sqrt(errors.Average()))} on the "
                + $"{errors.Length} runs left out of the fit in turn, and so few are drawn towards what public runs show";
        }
    }

    /// <summary>Which law is used, and by how much it is better or not worse.</summary>
    public string Winner()
    {
        var (won, others) = (job.Trials[0], job.Trials.Skip(1).ToArray());
        var best = others.MinBy(trial => trial.HeldOut.Rmse)!;
        var said = $"The {won.Law.Card.Title} has a held-out error of {Rmse(won)} nats (mean over the runs left out, root mean square)";
        return best.HeldOut.Rmse < won.HeldOut.Rmse
            ? $"{said}; the {best.Law.Card.Title} has {Rmse(best)}, but the default is kept unless another is better by more than 30 %, because three runs say no more than that."
            : $"{said}; next is the {best.Law.Card.Title} with {Rmse(best)}, {Digits.Significant(best.HeldOut.Rmse / won.HeldOut.Rmse, 2)} times as much.";
    }

    public TextTable Runs() => new(
        ["run", "schedule", "rows", "last step", "last loss", "noise"],
        job.Hygiene.Runs.Select(found => (string[])
        [
            found.Run.Name, found.Run.Schedule.Describe(), Digits.Count(found.Run.Curve.Count), Digits.Count(found.Run.Curve.Steps[^1]),
            Digits.Within(found.Run.Curve.Loss[^1], 1e-3), Digits.Percent(found.Noise),
        ]));

    public TextTable Laws() => new(
        ["law", "held-out error", "× the winner’s", "parameters"],
        job.Trials.Select(trial => (string[])
        [
            trial.Law.Card.Name, Digits.Fixed(trial.HeldOut.Rmse, 4), Digits.Fixed(trial.HeldOut.Rmse / job.Trials[0].HeldOut.Rmse, 1),
            Digits.Count(trial.Law.Parameters.Length),
        ]));

    public TextTable Parameters()
    {
        var open = fit.Unidentified.Select(found => found.Parameter).ToHashSet(StringComparer.Ordinal);
        return new TextTable(
            ["parameter", "value", "determined", "meaning"],
            fit.Law.Law.Parameters.Select((parameter, j) => (string[])
            [
                parameter.Name, Digits.PlusMinus(fit.Law.Theta[j], fit.StandardErrors[j]), open.Contains(parameter.Name) ? "no" : "yes",
                parameter.Meaning,
            ]));
    }

    public IReadOnlyList<string> Correlations()
    {
        var (names, said) = (fit.Law.Law.Parameters, new List<string>());
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = i + 1; j < names.Length; j++)
            {
                if (Math.Abs(fit.Correlation(i, j)) > StrongCorrelation)
                    said.Add($"{names[i].Name} and {names[j].Name} ({Digits.Significant(fit.Correlation(i, j), 3)})");
            }
        }

        return said;
    }

    public TextTable Residuals() => new(
        ["run", "rows", "from step", "rmse", "mean", "noise"],
        fit.Runs.Select(run => (string[])
        [
            run.Name, Digits.Count(run.Points), Digits.Count(run.FirstStep), Digits.Fixed(run.Rmse, 5), Digits.Fixed(run.Bias, 5),
            Digits.Percent(run.Noise),
        ]));

    public TextTable Checks() => new(
        ["held-out run", "from step", "rows", "rmse", "in interval", "logged at end", "forecast", Digits.Percent(DemoJob.Level) + " interval"],
        job.Checks.Select(check => (string[])
        [
            check.Run.Name, Digits.Count(check.Rows.Steps[0]), Digits.Count(check.Rows.Count), Digits.Fixed(check.Score.Rmse, 4),
            Digits.Percent(check.Score.Coverage, 3), Digits.Within(check.Rows.Loss[^1], 1e-3),
            Digits.Within(check.Forecast.Loss[^1], 1e-3), Digits.Interval(check.Forecast.Lower[^1], check.Forecast.Upper[^1]),
        ]));

    /// <summary>How the forecasts did, in a sentence with its sharpness.</summary>
    public string CoverageSentence()
    {
        var widths = job.Checks.SelectMany(check => check.Forecast.Upper.Zip(check.Forecast.Lower, (upper, lower) => (upper - lower) / 2)).Order().ToArray();
        return $"{Digits.Percent(job.Coverage, 3)} of the {Digits.Count(job.Checks.Sum(check => check.Rows.Count))} rows that the fit has not seen and "
            + $"{job.FinalsCovered} of {job.Checks.Length} final losses lie in their {Digits.Percent(DemoJob.Level)} intervals; "
            + $"the median half-width is {Digits.Significant(widths[widths.Length / 2], 2)}.";
    }

    public TextTable Tried()
    {
        var (best, rows) = (job.Tried[0], new List<string[]>());
        foreach (var tried in job.Tried)
        {
            var trained = tried.GainOf(best);
            rows.Add(
            [
                tried.Name, Loss(tried.Final.Loss[0]), Digits.Interval(tried.Final.Lower[0], tried.Final.Upper[0]), Digits.PlusMinus(tried.Mean, tried.Deviation),
                tried.Gain is null ? "" : Digits.Fixed(tried.Gain.Difference, 4), tried.Gain is null ? "" : Digits.PlusMinus(trained.Mean, trained.Error),
            ]);
        }

        return new TextTable(
            ["schedule", "predicted", Digits.Percent(DemoJob.Level) + " interval", "trained", "gain predicted", "gain trained"], rows);
    }

    /// <summary>Whether training bears out what was claimed.</summary>
    public string TriedSentence()
    {
        var (best, others) = (job.Tried[0], job.Tried.Skip(1).ToArray());
        var inside = others.Count(tried => tried.GainOf(best).Mean >= tried.Gain!.Lower && tried.GainOf(best).Mean <= tried.Gain.Upper);
        var beaten = others.Count(tried => tried.GainOf(best) is var (mean, error) && mean > 2 * error);
        var lower = others.Where(tried => tried.GainOf(best).Mean < 0)
            .Select(tried => $" {tried.Name} ended lower, by {Digits.PlusMinus(-tried.GainOf(best).Mean, tried.GainOf(best).Error)}.");
        return $"Trained with {best.Trained.Length} seeds, the best schedule ends below {beaten} of {others.Length} customary ones by more than two standard errors; "
            + $"{inside} of {others.Length} differences lie in their predicted intervals.{string.Concat(lower)}";
    }

    static string Rmse(LawTrial trial) => Digits.Significant(trial.HeldOut.Rmse, 2);

    static string Loss(double loss) => Digits.Within(loss, 1e-3);
}
