using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>Fitted schedules that end at a tenth of the peak against ones that end at a thousandth.</summary>
static class EndsPart
{
    static readonly string[] high = ["constant", "cosine", "two-stage 0.3"];
    static readonly string[] low = ["constant", "cosine to 0.1 %", "two-stage 0.3"];
    static readonly string[] forecast = ["WSD linear", "WSD linear to 0.1 %"];

    /// <summary>What is fitted.</summary>
    public static IEnumerable<Ablation> Ablations(int batch) =>
        from names in (string[][])[high, low]
        from law in Fits.Laws
        select new Ablation(law, batch, names);

    /// <summary>What was found.</summary>
    public static StudyPart Of(Fits fits)
    {
        var rows = Ablations(fits.Batch).Select(ablation => (Ablation: ablation, Errors: Errors(fits, ablation))).ToArray();
        var sets = fits.Sets[fits.Batch];
        var gain = Sample.Paired([.. sets.Select(set => set["WSD linear"].Final)], [.. sets.Select(set => set["WSD linear to 0.1 %"].Final)]);
        return new(
            $"A decay to a thousandth of the peak gains {Digits.PlusMinus(gain.Mean, gain.Error)} nats over one to a tenth; its end is forecast with a mean error of {Size(rows[0].Errors[1])} nats from runs that end at a tenth, "
            + $"and of {Size(rows[2].Errors[1])} from ones that end at a thousandth.",
            [Claim.Show("Error of the final loss of a decay to peak/1000, fitted to runs that end at peak/10 over peak/1000 (default law)", "Luo et al. 2025, ablations", rows[0].Errors[1].Average(Math.Abs) / rows[2].Errors[1].Average(Math.Abs), 1)],
            [
                new StudyTable("ends", "Forecast less measured final loss (nats/token, mean over seeds ± standard error) of a linear decay to a tenth and to a thousandth of the peak, by where the fitted cosine ends.",
                    ["the fitted cosine ends at", "law", .. forecast.Select(name => $"{name}: error"), "PredE, all unseen"],
                    [.. rows.Select((row, i) => (Cell[])
                    [
                        i < Fits.Laws.Count ? "peak/10" : "peak/1000", row.Ablation.Law.Card.Name, .. row.Errors.Select(errors => (Cell)Digits.PlusMinus(errors.Average(), Sample.Of(errors).Error)),
                        Cell.Of(CurveScore.Mean([.. fits.Scores(row.Ablation, AblationPlan.Unseen).SelectMany(scores => scores)]).PredE, 3),
                    ])]),
            ]);
    }

    static string Size(double[] errors) => Digits.Significant(errors.Average(Math.Abs), 2);

    static double[][] Errors(Fits fits, Ablation ablation) => [.. forecast.Select(name =>
        fits.Of(ablation).Select((fit, s) => fit.Law.FinalLoss(fits.Runs(s, name)[0].Path) - fits.Sets[fits.Batch][s][name].Final).ToArray())];
}
