using Anneal.Fitting;
using Anneal.Lab.Studies.PretrainLaw;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>Schedules that rise again, which no fitted run does.</summary>
static class UnusualPart
{
    static readonly string[] names = ["cyclic", "polyline 1", "polyline 2"];

    /// <summary>What was found.</summary>
    public static StudyPart Of(Fits fits)
    {
        var rows = BatchesPart.Ablations(fits.Batch).Select(ablation => (Ablation: ablation, Scores: fits.Scores(ablation, names))).ToArray();
        var own = CurveScore.Mean([.. rows[^1].Scores.SelectMany(scores => scores)]);
        return new(
            $"Schedules that rise again are forecast from three runs that never do, with a mean error of {Digits.Percent(own.PredE)} (multi-power law, R² {Digits.Significant(own.R2, 3)}).",
            [
                Claim.Show("Mean R² on cyclic and random schedules, multi-power law", "Luo et al. 2025, ablations", own.R2, .99),
            ],
            [
                Picture(fits),
                new StudyTable("rising", "Forecasts of schedules that rise again, means over seeds.", ["curve", "law", "R²", "PredE", "WorstE", "error at the end"],
                    [
                        .. from c in Enumerable.Range(0, names.Length)
                           from row in rows
                           let mean = CurveScore.Mean([.. row.Scores.Select(scores => scores[c])])
                           select (Cell[])[names[c], row.Ablation.Law.Card.Name, mean.R2, Cell.Of(mean.PredE, 3), Cell.Of(mean.WorstE, 3), Cell.Of(mean.FinalError, 3)],
                    ]),
            ]);
    }

    static StudyFigure Picture(Fits fits)
    {
        var (plan, runs) = (fits.Plan, fits.Runs(0, names));
        var fit = fits.Of(BatchesPart.Ablations(fits.Batch).Last())[0];
        return new(
            "rising",
            new Figure("Schedules that rise again, forecast from three that do not")
            {
                X = new Axis("update t") { Lower = 0, Upper = 1.01 * plan.Steps },
                Width = 760,
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("rate η/peak") { Lower = 0, Upper = 1.05 })
                    {
                        Height = 130,
                        Marks = [.. runs.Select((run, i) => new Line([.. run.Path.Rates.ToArray().Select(rate => rate / plan.Peak)]) { Name = run.Name, Ink = (Ink)i, Dash = Dash.Solid })],
                    },
                    new(new("held-out loss (nats/token)")) { Height = 300, Marks = [.. runs.SelectMany((run, i) => LawFigures.Forecast(fit, run, CountedPoints.Of(run).Points, (Ink)i))] },
                ],
            },
            "Points: measured, first seed. Lines and bands: the multi-power law fitted to a constant, a cosine and a two-stage run, with its 90 % interval.");
    }
}
