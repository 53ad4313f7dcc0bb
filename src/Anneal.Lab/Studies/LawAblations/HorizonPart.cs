using Anneal.Laws;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>The final loss of a longer cosine, from six final losses and from two whole curves of the same compute.</summary>
static class HorizonPart
{
    const string Long = "cosine, long";
    static readonly string[] two = ["constant", "cosine"];

    /// <summary>What is fitted.</summary>
    public static IEnumerable<Ablation> Ablations(AblationPlan plan, int batch) =>
        [Finals(plan, batch), .. Fits.Laws.Select(law => new Ablation(law, batch, two))];

    /// <summary>What was found.</summary>
    public static StudyPart Of(Fits fits)
    {
        var plan = fits.Plan;
        double[] measured = [.. fits.Sets[fits.Batch].Select(set => set[Long].Final)];
        var path = fits.Runs(0, Long)[0].Path;
        var rows = Ablations(plan, fits.Batch).Select(ablation => (Ablation: ablation, Errors: fits.Of(ablation).Select((fit, s) => fit.Law.FinalLoss(path) - measured[s]).ToArray())).ToArray();
        var sizes = rows.Select(row => row.Errors.Average(Math.Abs)).ToArray();
        return new(
            FormattableString.Invariant($"The final loss of a cosine {AblationPlan.Longer} times as long is missed by ")
            + $"{Digits.Significant(sizes[0], 2)} nats by the data law from six short cosines, by {Digits.Significant(sizes[1], 2)} by the default law and {Digits.Significant(sizes[2], 2)} by the multi-power law "
            + "from a constant and a cosine run of the same compute.",
            [
                Claim.Show("Error of the final loss at the longer horizon: multi-power law from two curves over data law from six finals, equal compute (paper: 1/4 at a quarter of the compute)", "Luo et al. 2025, section 5", sizes[2] / sizes[0], .25),
                Claim.Show("The same for the default law", "this project", sizes[1] / sizes[0], .25),
            ],
            [Picture(fits), Table(plan, rows, measured)]);
    }

    static Ablation Finals(AblationPlan plan, int batch) => new(new DataLaw(), batch, plan.ShortNames);

    static StudyTable Table(AblationPlan plan, (Ablation Ablation, double[] Errors)[] rows, double[] measured) => new(
        "horizon", FormattableString.Invariant($"The final loss of a cosine of {AblationPlan.Longer * plan.Steps} updates, by what it is predicted from: forecast less measured (nats/token)."),
        ["law", "fitted to", "updates trained", "mean error", "± error", "mean size of the error", "of the loss"],
        [.. rows.Select(row => (Cell[])
        [
            row.Ablation.Law.Card.Name, row.Ablation.Law is DataLaw ? "six cosine finals" : row.Ablation.Runs, Trained(plan, row.Ablation), Cell.Of(row.Errors.Average(), 3), Cell.Of(Sample.Of(row.Errors).Error, 2),
            Cell.Of(row.Errors.Average(Math.Abs), 3), Digits.Percent(row.Errors.Average(Math.Abs) / measured.Average()),
        ])]);

    static double Trained(AblationPlan plan, Ablation ablation) =>
        ablation.Law is DataLaw ? AblationPlan.Short.Sum(share => (int)(share * plan.Steps)) : ablation.Names.Count * plan.Steps;

    static StudyFigure Picture(Fits fits)
    {
        var (plan, set) = (fits.Plan, fits.Sets[fits.Batch][0]);
        var data = fits.Of(Finals(plan, fits.Batch))[0].Law;
        int[] horizons = [.. Enumerable.Range(0, 40).Select(i => (int)(.18 * plan.Steps * Math.Pow(1.1 * AblationPlan.Longer / .18, i / 39.0))).Distinct()];
        var paths = horizons.Select(steps => new RatePath(new Warmup(plan.Peak, plan.Warmup).Then(new Cosine(plan.Peak, .1 * plan.Peak, Math.Max(1, steps - plan.Warmup))))).ToArray();
        string[] rest = ["cosine", Long];
        return new(
            "horizon",
            new Figure("Final losses of cosines: a law of finals, and laws of curves")
            {
                X = new Axis("updates of the run") { Scale = AxisScale.Logarithmic },
                Width = 720,
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("final held-out loss (nats/token)"))
                    {
                        Height = 280,
                        Marks =
                        [
                            new Line([.. horizons.Select(steps => (double)steps)], [.. paths.Select(data.FinalLoss)]) { Name = "data law from six finals", Ink = Ink.Green, Dash = Dash.Dashed },
                            .. Fits.Laws.Select((law, i) =>
                            {
                                var own = fits.Of(new(law, fits.Batch, two))[0].Law;
                                return new Line([.. horizons.Select(steps => (double)steps)], [.. paths.Select(own.FinalLoss)]) { Name = $"{law.Card.Title} from constant + cosine", Ink = (Ink)i, Dash = Dash.Solid };
                            }),
                            Dots(plan.ShortNames, "fitted finals", Marker.Circle, Ink.Green),
                            Dots(rest, "other finals", Marker.Diamond, Ink.Black),
                        ],
                    },
                ],
            },
            FormattableString.Invariant($"First seed. Circles: the six finals that the data law is fitted to; diamonds: the cosines of {plan.Steps} and of {AblationPlan.Longer * plan.Steps} updates. The laws of curves have seen a constant and a cosine run of {plan.Steps}."));

        Points Dots(IReadOnlyList<string> names, string label, Marker marker, Ink ink) =>
            new([.. names.Select(name => (double)set[name].Config.Steps)], [.. names.Select(name => set[name].Final)]) { Name = label, Marker = marker, Ink = ink, Size = 7 };
    }
}
