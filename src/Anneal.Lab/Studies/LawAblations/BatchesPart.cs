using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>The same fits at three batch sizes.</summary>
static class BatchesPart
{
    /// <summary>What is fitted.</summary>
    public static IEnumerable<Ablation> Ablations(int batch) => Fits.Laws.Select(law => new Ablation(law, batch, AblationPlan.Fitted));

    /// <summary>What was found.</summary>
    public static StudyPart Of(Fits fits, int[] others)
    {
        int[] batches = [.. others.Append(fits.Batch).Order()];
        var rows = batches.SelectMany(Ablations).Select(ablation => (Ablation: ablation, Scores: fits.Scores(ablation, AblationPlan.UnseenAtBatches))).ToArray();
        var own = rows.Where(row => row.Ablation.Law == Fits.Laws[0]).Select(row => (row.Ablation.Batch, Mean: CurveScore.Mean([.. row.Scores.SelectMany(scores => scores)]))).ToArray();
        return new(
            $"At batches of {string.Join(", ", batches)} the default law forecasts with a mean R² of {string.Join(", ", own.Select(row => Digits.Significant(row.Mean.R2, 3)))}.",
            [.. own.Select(row => Claim.Show(FormattableString.Invariant($"Mean R² on two unseen curves at batch {row.Batch}, default law (paper: 0.9977 at 64, 0.9973 at 256)"), "Luo et al. 2025, ablations", row.Mean.R2, .9975))],
            [
                new StudyTable("batches", "Fits to the same three schedules at three batch sizes, and their errors on a WSD and a two-stage run.",
                    ["sequences per update", "law", "R²", "PredE", "± PredE", "WorstE", "noise of one loss"],
                    [.. rows.Select(row =>
                    {
                        var mean = CurveScore.Mean([.. row.Scores.SelectMany(scores => scores)]);
                        return (Cell[])
                        [
                            row.Ablation.Batch, row.Ablation.Law.Card.Name, mean.R2, Cell.Of(mean.PredE, 3), Cell.Of(Sample.Of([.. row.Scores.Select(scores => CurveScore.Mean(scores).PredE)]).Error, 2),
                            Cell.Of(mean.WorstE, 3), Cell.Of(fits.Of(row.Ablation).Average(fit => fit.Noise), 2),
                        ];
                    })]),
            ]);
    }
}
