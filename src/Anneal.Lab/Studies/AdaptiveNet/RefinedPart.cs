using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>The linear decay refined by the gradient norms that its own run logged, trained beside linear decay and cosine.</summary>
static class RefinedPart
{
    const string Source = "Defazio et al. 2023, arXiv:2310.07831";

    // Of the arms.
    const int Linear = 0;
    const int Cosine = 1;

    static readonly Ink[] inks = [Ink.Black, Ink.Grey, Ink.Blue, Ink.Vermilion];

    public static StudyPart Run(StudyContext context, double share)
    {
        var steps = context.Get(AdaptiveNetStudy.Steps);
        var factors = context.Quick ? [1, 2] : NetTask.Factors;
        var all = NetTask.All.Select(task =>
        {
            var usual = Arms.Tune(context, share * 0.2, [Arm.OfPeaks("linear", task, factors, new Linear(1, 0, steps)), Arm.OfPeaks("cosine", task, factors, new Cosine(1, 0, steps))]);
            var norms = Norms(usual[Linear].Tuning[usual[Linear].Best], steps);
            var refined = Refined(norms);
            return (Task: task, Norms: RefinedDecay.Smoothed(norms), Refined: refined, Outcomes: (Outcome[])[.. usual, .. Arms.Tune(context, share * 0.3, [.. refined.Select(one => Arm.OfPeaks(one.Name, task, factors, one.Schedule))])]);
        }).ToArray();

        var equal = RefinedDecay.OfMeasured(Enumerable.Repeat(0.37, steps).ToArray()).Rates;
        var claims = new List<Claim>
        {
            Claim.AtMost("Equal norms: the refined decay is (T − 1 − t)/T, largest difference", Source, equal.Select((rate, t) => Math.Abs(rate - ((steps - 1.0 - t) / steps))).Max(), 0),
            Claim.AtMost("Guarantee of the refined decay (p = 2) over that of the straight line with the same measured norms, the larger task", Source,
                all.Max(one => Guarantee(one.Norms)), 1 + 1e-12),
        };
        foreach (var (task, _, refined, outcomes) in all)
        {
            for (var i = 0; i < refined.Length; i++)
            {
                var less = outcomes[Cosine + 1 + i].Less(outcomes[Linear]);
                claims.Add(Claim.Show($"{task.Name}: {refined[i].Name} less linear decay (standard error {Digits.Significant(less.Error, 2)})", Source, less.Mean, 0));
            }
        }

        return new(
            $"Linear decay refined by its logged norms (p = 2): {NetTask.Said(all, one => one.Task, one => one.Outcomes[Cosine + 1].Less(one.Outcomes[Linear]))} nats against linear decay, which itself is "
            + $"{NetTask.Said(all, one => one.Task, one => one.Outcomes[Linear].Less(one.Outcomes[Cosine]))} against the cosine.",
            claims,
            [
                .. all.Select(one => new StudyFigure($"refined-{one.Task.Short}", Picture(one.Task, one.Norms, one.Outcomes, steps),
                    $"{one.Task.Name}. Above: the gradient norms of the linear decay's runs at its best peak (geometric mean of the tuning runs, running median). Below: what is made of them, over its highest rate.")),
                new StudyTable("refined-net", $"{factors.Length} peaks each, tuned on {RunSeeds.OfTuning(context).Length} seeds, compared on {RunSeeds.OfTests(context).Length} others.",
                    ["task", "schedule", "best peak", "loss", "less linear", "standard error", "less cosine", "standard error"],
                    [.. all.SelectMany(one => one.Outcomes.Select(outcome => (Cell[])
                        [one.Task.Name, outcome.Arm.Name, outcome.Setting, Cell.Of(outcome.Mean, 5), outcome.Less(one.Outcomes[Linear]).Mean, outcome.Less(one.Outcomes[Linear]).Error,
                         outcome.Less(one.Outcomes[Cosine]).Mean, outcome.Less(one.Outcomes[Cosine]).Error]))]),
            ])
        {
            Limits = ["The paper refines Adam's runs by ℓ₁ norms; logged here are ℓ₂ norms, with both of its powers. One refinement, not several in a row."],
        };
    }

    // The geometric mean over runs; a run that diverged says nothing.
    static double[] Norms(NetworkRun[] runs, int steps)
    {
        var whole = runs.Where(run => run.Diverged is null).ToArray();
        return [.. Enumerable.Range(0, steps).Select(t => whole.Length == 0 ? 1 : Math.Exp(whole.Average(run => Math.Log(Math.Max(run.GradientNorms[t], 1e-12)))))];
    }

    static (string Name, Schedule Schedule)[] Refined(double[] norms)
    {
        var smooth = RefinedDecay.Smoothed(norms);
        return
        [
            ("refined, p = 2", Relative([.. RefinedDecay.Of(smooth, 2).Rates])),
            ("refined, p = 1", Relative([.. RefinedDecay.Of(smooth, 1).Rates])),
        ];

        static Tabulated Relative(double[] rates)
        {
            var highest = rates.Max();
            return new([.. rates.Select(rate => rate / highest)]);
        }
    }

    static double Guarantee(double[] norms) => RefinedDecay.Of(norms).Guarantee / (Math.Sqrt(norms.Sum(norm => norm * norm)) / norms.Length);

    static Figure Picture(NetTask task, double[] norms, Outcome[] outcomes, int steps)
    {
        double[] x = [.. Enumerable.Range(0, steps).Select(t => (double)t / steps)];
        return new($"Linear decay refined by its gradient norms: {task.Short}")
        {
            X = new("share of training t/T"),
            Legend = LegendPlace.Below,
            Panels =
            [
                new(new("gradient norm") { Lower = 0 }) { Height = 120, Marks = [new Line(x, norms) { Ink = Ink.Black, Dash = Dash.Solid }] },
                new(new("rate over its highest") { Lower = 0, Upper = 1.05 })
                {
                    Height = 220,
                    Marks = [.. outcomes.Select((outcome, i) => new Line(x, Shape(outcome)) { Name = outcome.Arm.Name, Ink = inks[i], Dash = Dash.Solid })],
                },
            ],
        };

        static double[] Shape(Outcome outcome)
        {
            var rates = outcome.Arm.Of(0, 1).Schedule.ToArray();
            var highest = rates.Max();
            return [.. rates.Select(rate => rate / highest)];
        }
    }
}
