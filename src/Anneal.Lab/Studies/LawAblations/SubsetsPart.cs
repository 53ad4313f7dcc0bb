using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>Each of the three fitted runs left out.</summary>
static class SubsetsPart
{
    static readonly string[][] subsets =
        [["constant", "cosine", "two-stage 0.3"], ["constant", "two-stage 0.3"], ["cosine", "two-stage 0.3"], ["constant", "cosine"]];

    /// <summary>What is fitted.</summary>
    public static IEnumerable<Ablation> Ablations(int batch) =>
        from subset in subsets
        from law in Fits.Laws
        select new Ablation(law, batch, subset);

    /// <summary>What was found.</summary>
    public static StudyPart Of(Fits fits)
    {
        var rows = Ablations(fits.Batch).Select(ablation => (Ablation: ablation, Scores: fits.Scores(ablation, AblationPlan.Unseen))).ToArray();
        var errors = rows.Select(row => Sample.Of([.. row.Scores.Select(scores => 100 * CurveScore.Mean(scores).PredE)])).ToArray();
        return new(
            $"From all three runs, and from any two ({string.Join("; ", subsets.Skip(1).Select(names => string.Join(" + ", names)))}), the multi-power law errs by {List(Fits.Laws[1])} % on average, "
            + $"the default law, which has priors, by {List(Fits.Laws[0])} %.",
            [
                .. from law in Fits.Laws
                   from i in Places(law).Skip(1)
                   select Claim.Show($"Mean error on unseen curves, {rows[i].Ablation.Runs} over all three, {law.Card.Title}", "Luo et al. 2025, Table 4", errors[i].Mean / errors[Places(law)[0]].Mean, 1),
            ],
            [Picture(rows.Select(row => row.Ablation).ToArray(), errors), Table(rows), Parameters(fits)]);

        int[] Places(LossLaw law) => [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].Ablation.Law == law)];
        string List(LossLaw law) => string.Join(", ", Places(law).Select(i => Digits.Significant(errors[i].Mean, 2)));
    }

    static StudyFigure Picture(Ablation[] ablations, Sample[] errors)
    {
        var marks = new List<Mark>();
        for (var law = 0; law < Fits.Laws.Count; law++)
        {
            int[] own = [.. Enumerable.Range(0, ablations.Length).Where(i => ablations[i].Law == Fits.Laws[law])];
            double[] at = [.. own.Select((_, row) => subsets.Length - 1 - row + (.12 * (1 - (2 * law))))];
            marks.Add(new Points([.. own.Select(i => errors[i].Mean)], at) { Name = Fits.Laws[law].Card.Title, Ink = (Ink)law, Size = 6, Marker = Marker.Circle });
            marks.Add(new Whiskers(at, [.. own.Select(i => Math.Max(errors[i].Low, errors[i].Mean / 3))], [.. own.Select(i => errors[i].High)]) { Ink = (Ink)law, Direction = Direction.Horizontal });
        }

        return new(
            "subsets",
            new Figure("Which runs a law needs")
            {
                X = new Axis("mean relative error on unseen curves, PredE (%)") { Scale = AxisScale.Logarithmic },
                Width = 700,
                Legend = LegendPlace.Below,
                Panels = [new(new("") { Lower = -.6, Upper = subsets.Length - .4, Ticks = [.. subsets.Select((subset, i) => new Tick(subsets.Length - 1 - i, string.Join(" + ", subset)))] }) { Height = 40 * subsets.Length, Marks = marks }],
            },
            "The same unseen curves forecast from all three runs and from any two; means over seeds with two standard errors.");
    }

    static StudyTable Table((Ablation Ablation, CurveScore[][] Scores)[] rows) => new(
        "subsets", "Errors on the unseen curves by what was fitted: means over curves and seeds.",
        ["fitted runs", "law", "R²", "MAE", "RMSE", "PredE", "± PredE", "WorstE"],
        [.. rows.Select(row =>
        {
            var mean = CurveScore.Mean([.. row.Scores.SelectMany(scores => scores)]);
            return (Cell[])
            [
                row.Ablation.Runs, row.Ablation.Law.Card.Name, mean.R2, Cell.Of(mean.Mae, 3), Cell.Of(mean.Rmse, 3), Cell.Of(mean.PredE, 3),
                Cell.Of(Sample.Of([.. row.Scores.Select(scores => CurveScore.Mean(scores).PredE)]).Error, 2), Cell.Of(mean.WorstE, 3),
            ];
        })]);

    static StudyTable Parameters(Fits fits)
    {
        string[] names = ["A", "B", "C", "alpha", "beta", "gamma", "L0"];
        return new(
            "parameters", "The multi-power law's parameters by what was fitted: ours (means over seeds, geometric of A, B and C), and the paper's for 25 million parameters (its Table 4). The rates differ by a factor of seven, and with them A, B and C.",
            ["fitted runs", "of", .. names],
            [
                .. subsets.Select(subset =>
                {
                    var own = fits.Of(new(new MultiPower(), fits.Batch, subset));
                    return (Cell[])[string.Join(" + ", subset), "here", .. names.Select(name => Cell.Of(Typical(name, [.. own.Select(fit => fit.Law[name])]), 3))];
                }),
                ["constant + two-stage", "paper", .5279, 457.0, 7.569, .5067, .3613, .4002, 3.149],
                ["cosine + two-stage", "paper", .5272, 455.0, 6.276, .5032, .3622, .4172, 3.147],
                ["constant + cosine", "paper", .5292, 477.4, .854, .5041, .3189, .6256, 3.146],
            ]);

        // Scales go by factors; γ may be 0.
        static double Typical(string name, double[] values) => name is "A" or "B" or "C" ? Math.Exp(values.Average(Math.Log)) : values.Average();
    }
}
