using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>The schedule that the network's own spectrum asks for, against step decay and cosine.</summary>
static class EigencurvePart
{
    const string Source = "Pan, Ye, Zhang 2022, arXiv:2110.14109";
    const int Octaves = 12;

    // Of the arms; "untuned" is the eigencurve at 1/L.
    const int Cosine = 0;
    const int Stairs = 1;
    const int Elastic = 2;
    const int Own = 3;
    const int Untuned = 4;

    static readonly Ink[] inks = [Ink.Black, Ink.Green, Ink.Orange, Ink.Blue];

    public static StudyPart Run(StudyContext context, double share)
    {
        var steps = context.Get(AdaptiveNetStudy.Steps);
        int[] moments = [.. new[] { 1, Math.Max(2, steps / 4), steps }.Distinct()];
        var effort = context.Quick ? (16, 1, 8) : (128, 2, 32);
        var spectra = context.Map(share * 0.1, NetTask.All.Length, i => MeasuredSpectrum.Of(
            NetTask.All[i], new Cosine(NetTask.All[i].Rate, 0, steps), moments, effort, RunSeeds.OfPilot(context), context.Seed["curvature"], context.Cancellation));
        var factors = context.Quick ? [1, 2] : NetTask.Factors;
        var all = NetTask.All.Select((task, i) => (Task: task, Spectra: spectra[i], Outcomes: Arms.Tune(context, share * 0.45, Entrants(task, spectra[i][^1], factors, steps)))).ToArray();

        var claims = new List<Claim>
        {
            Claim.AtMost("|uᵀHv − vᵀHu|/(‖Hu‖ ‖v‖) of the differences of gradients, random u and v, the largest of all spectra", "identity",
                spectra.SelectMany(own => own).Max(one => one.Asymmetry), 0.02),
        };
        foreach (var (task, own, outcomes) in all)
        {
            var momentum = task.Momentum;
            claims.Add(Claim.Show($"{task.Name}: (1 − β)/L, the rate of the untuned eigencurve, over the best peak of the cosine", Source,
                (1 - momentum) / own[^1].Greatest / (factors[outcomes[Cosine].Best] * task.Rate), 1));
            claims.Add(Claim.Show($"{task.Name}: final loss of the tuned eigencurve less that of the tuned cosine (standard error {Digits.Significant(outcomes[Own].Less(outcomes[Cosine]).Error, 2)})", Source, outcomes[Own].Less(outcomes[Cosine]).Mean, 0));
            claims.Add(Claim.Show($"{task.Name}: the same less that of tuned step decay (standard error {Digits.Significant(outcomes[Own].Less(outcomes[Stairs]).Error, 2)})", Source, outcomes[Own].Less(outcomes[Stairs]).Mean, 0));
        }

        if (context.IsPublished(AdaptiveNetStudy.Steps, AdaptiveNetStudy.Seeds))
        {
            var images = all.Single(one => one.Task == NetTask.Images).Outcomes;
            claims.Add(Claim.AtMost("Images: final loss of the tuned eigencurve less that of tuned step decay", Source, images[Own].Less(images[Stairs]).Mean, -0.03));
        }

        return new(
            $"Eigencurve from the measured spectrum, tuned over the cosine's peaks: {NetTask.Said(all, one => one.Task, one => one.Outcomes[Own].Less(one.Outcomes[Cosine]))} nats against the cosine, "
            + $"{NetTask.Said(all, one => one.Task, one => one.Outcomes[Own].Less(one.Outcomes[Stairs]))} against step decay.",
            claims,
            [
                new StudyFigure("eigen-losses", Losses(all.Select(one => (one.Task, one.Outcomes)).ToArray(), factors),
                    "Final held-out loss against the peak rate, every schedule on the same peaks; lines: means of the tuning runs. The diamond is the eigencurve at (1 − β)/L, which nothing was tuned for."),
                new StudyFigure("eigen-spectra", Spectra(all.Select(one => (one.Task, one.Spectra)).ToArray()),
                    $"Stochastic Lanczos quadrature of the Hessian in the optimiser's metric: how many directions have an eigenvalue beyond λ, after some updates of a pilot under a cosine (solid: positive ones; dotted: negative ones by their size). The schedule is made from the last of them, from L/T on; of what lies closer to 0 the quadrature has only sums."),
                new StudyFigure("eigen-schedules", Schedules(all.Select(one => (one.Task, one.Spectra[^1])).ToArray(), steps), "The schedules, highest rate 1."),
                new StudyTable("eigen-losses", $"Tuned on {RunSeeds.OfTuning(context).Length} seeds over the same {factors.Length} peaks, compared on {RunSeeds.OfTests(context).Length} others.",
                    ["task", "schedule", "best peak", "loss", "less cosine", "standard error", "less step decay", "standard error"],
                    [.. all.SelectMany(one => one.Outcomes.Select(outcome => (Cell[])
                        [one.Task.Name, outcome.Arm.Name, outcome.Setting, Cell.Of(outcome.Mean, 5), outcome.Less(one.Outcomes[Cosine]).Mean, outcome.Less(one.Outcomes[Cosine]).Error, outcome.Less(one.Outcomes[Stairs]).Mean, outcome.Less(one.Outcomes[Stairs]).Error]))]),
                new StudyTable("eigen-spectra", "Ritz values, and how many directions each stands for.", ["task", "updates", "L", "eigenvalue", "directions"],
                    [.. all.SelectMany(one => one.Spectra.SelectMany(spectrum => spectrum.Values.Zip(spectrum.Counts, (value, count) =>
                        (Cell[])[one.Task.Name, (double)spectrum.Step, spectrum.Greatest, value, count])))]) { IsFileOnly = true },
            ])
        {
            Limits =
            [
                "Eigencurve's optimality is of a quadratic whose noise has at most the Hessian's covariance. The spectrum here is that of one pilot's end, moves while the network learns, and has negative eigenvalues, which are left out; what lies below L/T, which T steps of 1/L do not move, is left out too.",
                "The pilot from which the spectrum is measured is not counted in the eigencurve's budget.",
            ],
        };
    }

    static Arm[] Entrants(NetTask task, MeasuredSpectrum spectrum, double[] factors, int steps)
    {
        var own = new Tabulated([.. Curve(spectrum, steps)]);
        var untuned = (1 - task.Momentum) / spectrum.Greatest;
        return
        [
            Arm.OfPeaks("cosine", task, factors, new Cosine(1, 0, steps)),
            Arm.OfPeaks("step decay, tenth at T/2 and 3T/4", task, factors, new Tabulated([.. Enumerable.Range(0, steps).Select(t => t < steps / 2 ? 1 : t < 3 * steps / 4 ? 0.1 : 0.01)])),
            Arm.OfPeaks("elastic step, r = √2", task, factors, new Tabulated([.. Eigencurve.ElasticSteps(steps, Math.Sqrt(2))])),
            Arm.OfPeaks("eigencurve", task, factors, own),
            new("eigencurve, untuned", [Digits.Significant(untuned, 3)], (_, seed) => task.Of(untuned * own, seed)),
        ];
    }

    /// <summary>The eigencurve of what lies above L/T, its first rate 1.</summary>
    static double[] Curve(MeasuredSpectrum spectrum, int steps)
    {
        var (values, counts) = spectrum.From(spectrum.Greatest / steps);
        var rates = Eigencurve.Rates(values, counts, steps);
        var first = rates[0];
        for (var t = 0; t < rates.Length; t++) rates[t] /= first;
        return rates;
    }

    static Figure Losses((NetTask Task, Outcome[] Outcomes)[] all, double[] factors) => new("Schedules over the same peaks")
    {
        X = new("peak rate over the task's middle one") { Scale = AxisScale.Logarithmic, Ticks = NetTask.Ticks(factors) },
        Legend = LegendPlace.Below,
        Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: final loss"))
        {
            Height = 190,
            Marks =
            [
                .. one.Outcomes[..Untuned].Select((outcome, i) => new Line(factors, outcome.Means) { Name = outcome.Arm.Name, Ink = inks[i], Dash = Dash.Solid }),
                .. one.Outcomes[..Untuned].Select((outcome, i) => new Points(factors, outcome.Means) { Ink = inks[i], Marker = Marker.Circle }),
                new Points([one.Outcomes[Untuned].Tests[0].Config.Schedule[0] / one.Task.Rate], [one.Outcomes[Untuned].Mean]) { Name = "eigencurve at (1 − β)/L", Ink = Ink.Vermilion, Marker = Marker.Diamond, Size = 9 },
            ],
        })],
    };

    static Figure Spectra((NetTask Task, MeasuredSpectrum[] Spectra)[] all)
    {
        double[] x = [.. Enumerable.Range(0, (4 * Octaves) + 1).Select(i => Math.Pow(2, i / -4.0)).Reverse()];
        Ink[] courses = [Ink.SkyBlue, Ink.Blue, Ink.Black];
        return new("Spectra of the Hessian")
        {
            X = new("size λ over the greatest eigenvalue L") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: number beyond λ") { Scale = AxisScale.Logarithmic, Lower = 0.5 })
            {
                Height = 190,
                Marks =
                [
                    .. one.Spectra.Select((spectrum, i) => new Line(x, spectrum.Beyond(x)) { Name = $"after {Updates(spectrum.Step)}", Ink = courses[^(one.Spectra.Length - i)], Dash = Dash.Solid }),
                    new Line(x, one.Spectra[^1].Beyond(x, isNegative: true)) { Name = "negative ones, at the end", Ink = Ink.Vermilion, Dash = Dash.Dotted },
                ],
            })],
        };

        static string Updates(int count) => count == 1 ? "1 update" : $"{Digits.Count(count)} updates";
    }

    static Figure Schedules((NetTask Task, MeasuredSpectrum Spectrum)[] all, int steps)
    {
        double[] x = [.. Enumerable.Range(0, steps).Select(t => (double)t / steps)];
        var arms = Entrants(all[0].Task, all[0].Spectrum, [1], steps);
        return new("Schedules")
        {
            X = new("share of training t/T"),
            Legend = LegendPlace.Below,
            Panels =
            [
                new(new("rate over its first") { Scale = AxisScale.Logarithmic, Lower = 1e-3 })
                {
                    Height = 230,
                    Marks =
                    [
                        .. arms[..Own].Select((arm, i) => new Line(x, Relative(arm)) { Name = arm.Name, Ink = inks[i], Dash = Dash.Solid }),
                        .. all.Select((one, i) => new Line(x, Curve(one.Spectrum, steps)) { Name = $"eigencurve, {one.Task.Short}", Ink = i == 0 ? Ink.Blue : Ink.Vermilion, Dash = Dash.Solid, Width = 2.4 }),
                    ],
                },
            ],
        };

        static double[] Relative(Arm arm)
        {
            var rates = arm.Of(0, 1).Schedule.ToArray();
            return [.. rates.Select(rate => rate / rates[0])];
        }
    }
}
